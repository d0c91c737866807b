public import WireJSON

/// Buy the label of a parcel, once.
public struct BuyLabel: Command {
    public static let type: MessageType = "waybill.shipping.label.v1"

    public var parcel: Parcel
    public var number: String
    public var shipFrom: Address
    public var shipTo: Address
    public var isExpress: Bool
    /// Of the goods, for customs and insurance.
    public var value: Int64
    public var currency: Currency
    /// To collect at the door; 0 for none.
    public var cashOnDelivery: Int64
    public var order: OrderSummary

    public init(
        parcel: Parcel, number: String, shipFrom: Address, shipTo: Address, isExpress: Bool = false, value: Int64,
        currency: Currency, cashOnDelivery: Int64 = 0, order: OrderSummary
    ) {
        self.parcel = parcel
        self.number = number
        self.shipFrom = shipFrom
        self.shipTo = shipTo
        self.isExpress = isExpress
        self.value = value
        self.currency = currency
        self.cashOnDelivery = cashOnDelivery
        self.order = order
    }

    public init(from json: JSONNode) throws(JSONError) {
        parcel = try json.decode("parcel")
        number = try json.decode("number")
        shipFrom = try json.decode("shipFrom")
        shipTo = try json.decode("shipTo")
        isExpress = try json.decode("isExpress", default: false)
        value = try json.decode("value")
        currency = try json.decode("currency")
        cashOnDelivery = try json.decode("cashOnDelivery", default: 0)
        order = try json.decode("order")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("parcel", parcel)
            json.write("number", number)
            json.write("shipFrom", shipFrom)
            json.write("shipTo", shipTo)
            json.write("isExpress", isExpress)
            json.write("value", value)
            json.write("currency", currency)
            json.write("cashOnDelivery", cashOnDelivery)
            json.write("order", order)
        }
    }
}
