enum SagaCoordinatorPlaceholder {}
