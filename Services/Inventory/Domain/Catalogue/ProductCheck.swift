import Contracts

/// What a product of a feed must be like to be taken.
enum ProductCheck {
    static func refusal(of product: ProductFacts, path: String) -> Reason? {
        if let hsCode = product.hsCode,
            !(6...12).contains(hsCode.utf8.count) || !hsCode.utf8.allSatisfy({ (48...57).contains($0) })
        {
            return Reason(code: "invalid_value", path: path + ".hsCode", message: "hsCode has 6 to 12 digits")
        }
        if let origin = product.origin,
            origin.utf8.count != 2 || !origin.utf8.allSatisfy({ (65...90).contains($0) })
        {
            return Reason(code: "invalid_value", path: path + ".origin", message: "origin is a country's two letters")
        }
        if (product.price == nil) != (product.currency == nil) {
            return Reason(
                code: "invalid_value", path: path + ".price", message: "a price comes with its currency, and so back")
        }
        if let price = product.price, price < 0 || price > 1_000_000_000_000 {
            return Reason(code: "out_of_range", path: path + ".price", message: "price must be 0 or more")
        }
        if product.currency?.isWellFormed == false {
            return Reason(code: "invalid_value", path: path + ".currency", message: "currency is an ISO 4217 code")
        }
        return nil
    }
}
