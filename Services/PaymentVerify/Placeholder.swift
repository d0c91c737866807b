enum PaymentVerifyPlaceholder {}
