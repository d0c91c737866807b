/// Packages and lines of our own making, in the shapes that marketplaces send. Members whose value is empty are left out.
extension ChannelFixtures {
    /// A Trendyol package in the new spelling: two units at 250.00, of which the seller gives 13.00 and 12.99 and
    /// Trendyol 10.00.
    static func trendyol(_ changes: [String: String] = [:], line: [String: String] = [:]) -> String {
        var item = [
            "lineId": "7001", "stockCode": "\"TEA-1\"", "barcode": "\"8680000000017\"", "quantity": "2",
            "productName": "\"Çay\"", "lineGrossAmount": "250.00", "lineSellerDiscount": "13.00",
            "lineTyDiscount": "5.00", "lineUnitPrice": "232.00", "vatRate": "20.0", "currencyCode": "\"TRY\"",
            "discountDetails": """
            [{"lineItemPrice": 232.00, "lineItemSellerDiscount": 13.00, "lineItemTyDiscount": 5.00},
             {"lineItemPrice": 232.01, "lineItemSellerDiscount": 12.99, "lineItemTyDiscount": 5.00}]
            """,
        ]
        item.merge(line) { $1 }
        var package = [
            "orderNumber": "\"10990001234\"", "shipmentPackageId": "3330000001", "currencyCode": "\"TRY\"",
            "shipmentPackageStatus": "\"Created\"", "status": "\"Created\"", "orderDate": "1770810000000",
            "lastModifiedDate": "1770800000000", "packageGrossAmount": "500.00", "packageSellerDiscount": "25.99",
            "packageTyDiscount": "10.00", "packageTotalPrice": "464.01", "customerId": "55",
            "customerFirstName": "\"Ayşe\"", "customerLastName": "\"Yılmaz\"",
            "customerEmail": "\"pf+1@trendyolmail.example\"", "fastDelivery": "false", "micro": "false",
            "cargoTrackingNumber": "72602420957047272632", "shipmentAddress": turkish, "invoiceAddress": turkish,
            "lines": "[\(object(item))]",
        ]
        package.merge(changes) { $1 }
        return object(package)
    }

    /// The same package in the spelling of before December 2025.
    static func oldTrendyol(_ changes: [String: String] = [:]) -> String {
        let line = [
            "id": "7001", "merchantSku": "\"TEA-1\"", "barcode": "\"8680000000017\"", "quantity": "2",
            "productName": "\"Çay\"", "amount": "250.00", "discount": "13.00", "tyDiscount": "5.00",
            "price": "232.00", "vatBaseAmount": "20.0",
            "discountDetails": """
            [{"lineItemPrice": 232.00, "lineItemDiscount": 13.00, "lineItemTyDiscount": 5.00},
             {"lineItemPrice": 232.01, "lineItemDiscount": 12.99, "lineItemTyDiscount": 5.00}]
            """,
        ]
        var package = [
            "shipmentPackageId": "", "id": "3330000001", "packageGrossAmount": "", "grossAmount": "500.00",
            "packageSellerDiscount": "", "totalDiscount": "25.99", "packageTyDiscount": "", "totalTyDiscount": "10.00",
            "packageTotalPrice": "", "totalPrice": "464.01", "lines": "[\(object(line))]",
        ]
        package.merge(changes) { $1 }
        return trendyol(package)
    }

    private static let turkish = """
        {"fullName": "Ayşe Yılmaz", "address1": "Saat Sokak No:5", "address2": "", "city": "İstanbul",
         "district": "Sarıyer", "neighborhood": "Maslak", "postalCode": "34200", "countryCode": "TR", "phone": null}
        """

    /// An N11 package: two units at 150.00, of which the seller gives 5.00 and N11 another 10.00.
    static func n11(_ changes: [String: String] = [:], line: [String: String] = [:]) -> String {
        var item = [
            "orderLineId": "88001", "stockCode": "\"TEA-1\"", "barcode": "null", "quantity": "2", "price": "150.00",
            "productName": "\"Çay\"", "sellerDiscount": "3.00", "sellerCouponDiscount": "2.00",
            "totalSellerDiscountPrice": "5.00", "totalMallDiscountPrice": "10.00", "sellerInvoiceAmount": "295.00",
            "vatRate": "10",
        ]
        item.merge(line) { $1 }
        var package = [
            "id": "null", "orderNumber": "\"202739833194\"", "shipmentPackageStatus": "\"Created\"",
            "lastModifiedDate": "1770800000000", "totalAmount": "295.00", "customerfullName": "\"Ayşe Yılmaz\"",
            "customerEmail": "\"ayse@n11.example\"", "customerId": "9",
            "packageHistories": #"[{"createdDate": 1770790000000, "status": "Created"}]"#,
            "shippingAddress": n11Address, "billingAddress": n11Address, "lines": "[\(object(item))]",
        ]
        package.merge(changes) { $1 }
        return object(package)
    }

    private static let n11Address = """
        {"fullName": "Ayşe Yılmaz", "address": "Bağdat Cad. No 10", "neighborhood": "Caferağa", "district": "Kadıköy",
         "city": "İstanbul", "gsm": "5550001122", "postalCode": "34710"}
        """

    /// What Hepsiburada posts to `orders`: six units of one line that come to 173.98998.
    static func hepsiburada(_ changes: [String: String] = [:], lines: [String]? = nil) -> String {
        "{\"items\": [\((lines ?? [hepsiburadaLine(changes)]).joined(separator: ", "))]}"
    }

    static func hepsiburadaLine(_ changes: [String: String] = [:]) -> String {
        var line = [
            "id": "\"5f0c3c9a-1111\"", "orderNumber": "\"041241341\"", "merchantSku": "\"TEA-1\"",
            "sku": "\"HBV00000ABC\"", "quantity": "6", "merchantId": "\"m-1\"", "productName": "\"Çay\"",
            "orderDate": "\"2026-02-11T12:40:00.1234567\"", "lastStatusUpdateDate": "\"2026-02-11T12:41:00\"",
            "totalPrice": #"{"currency": "TRY", "amount": 173.98998}"#,
            "unitPrice": #"{"currency": "TRY", "amount": 28.99833}"#, "vatRate": "10", "status": "\"Open\"",
            "customerName": "\"Ayşe Yılmaz \"", "shippingAddress": hepsiburadaAddress,
            "invoice": "{\"turkishIdentityNumber\": \"99999999999\", \"address\": \(hepsiburadaAddress)}",
        ]
        line.merge(changes) { $1 }
        return object(line)
    }

    private static let hepsiburadaAddress = """
        {"name": "Ayşe Yılmaz", "address": "Trump Towers  Kule 2", "email": "a@example.com", "countryCode": "TR",
         "phoneNumber": "5550001122", "district": "", "town": "Şişli", "city": "İstanbul"}
        """
}
