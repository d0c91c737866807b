import Contracts
import WireJSON

extension AmazonOrderReader {
    /// What one line holds, all of it for the whole line.
    struct Amounts {
        var goods: Int64 = 0
        var promotion: Int64 = 0
        var goodsTax: Int64 = 0
        var shipping: Int64 = 0
        var fees: Int64 = 0
        /// Of shipping and fees.
        var otherTax: Int64 = 0
    }

    /// As v0 has them: one member each.
    mutating func oldAmounts(of item: JSONNode, _ currency: Currency) -> Amounts {
        let buyer = reader.member("BuyerInfo", of: item) ?? item
        func sum(_ reader: inout PayloadReader, _ node: JSONNode, plus: [String], minus: [String] = []) -> Int64 {
            plus.reduce(Int64(0)) { $0 + (reader.amount($1, of: node, in: currency) ?? 0) }
                - minus.reduce(Int64(0)) { $0 + (reader.amount($1, of: node, in: currency) ?? 0) }
        }
        return Amounts(
            goods: sum(&reader, item, plus: ["ItemPrice"]),
            promotion: sum(&reader, item, plus: ["PromotionDiscount"]),
            goodsTax: sum(&reader, item, plus: ["ItemTax"], minus: ["PromotionDiscountTax"]),
            shipping: sum(&reader, item, plus: ["ShippingPrice"], minus: ["ShippingDiscount"]),
            fees: sum(&reader, item, plus: ["CODFee"], minus: ["CODFeeDiscount"])
                + sum(&reader, buyer, plus: ["GiftWrapPrice"]),
            otherTax: sum(&reader, item, plus: ["ShippingTax"], minus: ["ShippingDiscountTax"])
                + sum(&reader, buyer, plus: ["GiftWrapTax"]))
    }

    /// As the version of 2026 has them: a list of kinds; where there is none, the price of a unit.
    mutating func amounts(of item: JSONNode, _ quantity: Int, _ currency: Currency) -> Amounts {
        var amounts = Amounts()
        var hasGoods = false
        for part in reader.member("proceeds", of: item)?["breakdowns"]?.elements.map(\.self) ?? [] {
            guard let amount = reader.amount("subtotal", of: part, in: currency) else { continue }
            switch reader.id("type", of: part) {
            case "ITEM":
                amounts.goods += amount
                hasGoods = true
            case "TAX": amounts.goodsTax += amount
            case "SHIPPING": amounts.shipping += amount
            case "DISCOUNT", "PROMOTION": amounts.promotion += abs(amount)
            default: amounts.fees += amount
            }
        }
        if !hasGoods, let price = reader.member("product", of: item)?["price"] {
            amounts.goods = (reader.amount("unitPrice", of: price, in: currency) ?? 0) * Int64(quantity)
        }
        return amounts
    }
}

extension AmazonOrderReader.Items {
    mutating func add(_ amounts: AmazonOrderReader.Amounts) {
        shipping += amounts.shipping
        fees += amounts.fees
        tax += amounts.goodsTax + amounts.otherTax
    }
}
