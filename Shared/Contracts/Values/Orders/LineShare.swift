public import WireJSON

/// What was paid for one line of an order, in minor units. The shares of all lines add up to the order's total.
public struct LineShare: JSONCodable, Hashable, Sendable {
    public var lineID: String
    /// Units ordered.
    public var quantity: Int
    /// The line after all discounts, the order's included, with its tax.
    public var goods: Int64
    /// Its share of shipping and other charges, with their tax.
    public var charges: Int64
    /// The tax within `goods`.
    public var tax: Int64

    public init(lineID: String, quantity: Int, goods: Int64, charges: Int64 = 0, tax: Int64 = 0) {
        self.lineID = lineID
        self.quantity = quantity
        self.goods = goods
        self.charges = charges
        self.tax = tax
    }

    public init(from json: JSONNode) throws(JSONError) {
        lineID = try json.decode("lineId")
        quantity = try json.decode("quantity")
        goods = try json.decode("goods")
        charges = try json.decode("charges", default: 0)
        tax = try json.decode("tax", default: 0)
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("lineId", lineID)
            json.write("quantity", quantity)
            json.write("goods", goods)
            json.write("charges", charges)
            json.write("tax", tax)
        }
    }

    /// What an order's total is made of, line by line: by largest remainder, so that it adds up to the minor unit even
    /// where a channel's own figures do not.
    public static func shares(of order: Order) -> [LineShare] {
        guard !order.lines.isEmpty else { return [] }
        let lineTaxes = order.lines.reduce(Int128(0)) { $0 + Int128(max(0, $1.tax)) }
        let extraTax = order.taxesIncluded ? 0 : max(0, Int128(order.tax) - lineTaxes)
        let wanted = Int128(max(0, order.shipping)) + Int128(max(0, order.fees)) + extraTax
        let total = max(0, order.total)
        let charges = Int64(min(wanted, Int128(total)))
        let weights = order.lines.map { line in
            let net = Int128(line.unitPrice) * Int128(line.quantity) - Int128(line.discount)
            let gross = max(0, net) + (order.taxesIncluded ? 0 : Int128(max(0, line.tax)))
            return Int64(clamping: gross)
        }
        let goods = Apportionment.split(total - charges, by: weights)
        let parts = Apportionment.split(charges, by: weights)
        return order.lines.indices.map { index in
            LineShare(
                lineID: order.lines[index].id, quantity: order.lines[index].quantity, goods: goods[index],
                charges: parts[index], tax: min(goods[index], max(0, order.lines[index].tax)))
        }
    }

    /// What the first so many units of an amount over the whole line come to. The smaller shares come first, so that
    /// what goes back of a line is never more than is still there; all units together are the whole amount.
    public static func part(of amount: Int64, first units: Int, of quantity: Int) -> Int64 {
        guard quantity > 0, units > 0 else { return 0 }
        let (units, quantity) = (Int64(min(units, quantity)), Int64(quantity))
        let (each, rest) = amount.quotientAndRemainder(dividingBy: quantity)
        return units * each + max(0, units - (quantity - rest))
    }
}
