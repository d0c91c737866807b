enum ShippingPlaceholder {}
