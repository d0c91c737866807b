enum ReturnsPlaceholder {}
