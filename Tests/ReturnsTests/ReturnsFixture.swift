import Contracts
import FoundationEssentials
import Messaging
import WireJSON

@testable import Returns

/// A delivery to build on, and the handler run on rows by hand.
enum ReturnsFixture {
    static let deliveredAt = Timestamp(seconds: 1_772_532_000)
    static let policy = ReturnPolicy(version: 1, effectiveFrom: Timestamp(seconds: 0), windowDays: 30)

    static func order(id: UUID = UUID(), name: String = "Ayşe Yılmaz") -> OrderSummary {
        OrderSummary(
            id: id, channel: "web", shop: "main", externalID: "1001", number: "#1001",
            currency: Currency(rawValue: "EUR"), total: 4980, customer: Customer(name: name),
            lines: [SummaryLine(title: "Tea", sku: "TEA-100", quantity: 3, amount: 4980)])
    }

    /// Three units: 39.90 of goods and 9.90 of shipping.
    static func paidOrder(id: UUID = UUID(), number: String = "#1001") -> OrderSummary {
        var order = order(id: id)
        order.number = number
        order.customer.language = "tr"
        order.shippingAddress = Address(line1: "Bağdat Cad. 1", city: "İstanbul", country: "TR")
        order.shares = [LineShare(lineID: "1", quantity: 3, goods: 3990, charges: 990)]
        order.paymentMethod = .card
        return order
    }

    static let tracking = ParcelTracking(
        parcelID: .zero, carrier: "sandbox", service: "return", trackingNumber: "WB1",
        trackingURL: "https://track.example/WB1")

    static func delivered(
        parcel: UUID = UUID(), order: OrderSummary = order(),
        lines: [ParcelLine] = [ParcelLine(lineID: "1", sku: "TEA-100", quantity: 2)], at: Timestamp = deliveredAt
    ) -> ParcelDelivered {
        ParcelDelivered(
            parcel: Parcel(
                id: parcel, fulfilmentOrderID: UUID(), site: "IST", lines: lines, weight: 310, length: 200, width: 150,
                height: 100),
            tracking: ParcelTracking(
                parcelID: parcel, carrier: "sandbox", service: "standard", trackingNumber: "WB0000000017"), at: at,
            order: order)
    }

    static func envelope(_ message: ParcelDelivered, id: UUID = UUID()) -> Envelope {
        Envelope(
            id: id, source: "/waybill/shipping", type: ParcelDelivered.type,
            subject: "parcel/\(message.parcel.id.text)", time: message.at, orderID: message.order.id,
            data: message.jsonBytes)
    }

    static func handle(_ message: ParcelDelivered, _ rows: inout ReturnsStore.Rows) throws {
        let envelope = envelope(message)
        var out = Outcome(cause: envelope, service: .returns, now: message.at)
        try ParcelDeliveredHandler.handle(
            message, HandlerContext(envelope: envelope, now: message.at), &rows, &out)
    }
}
