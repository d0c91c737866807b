import Contracts
import FoundationEssentials
import Messaging
import WireJSON

@testable import Notifications

/// Milestones to build on, and the handlers run on rows by hand.
enum NotificationsFixture {
    static let time = Timestamp(seconds: 1_772_532_000)
    static let orderID = UUID(text: "0190f5c2-7c1a-7cc3-98c4-dc0c0c07398f") ?? .zero
    static let parcelID = UUID(text: "6f9c7a58-3b8d-5c6e-9b39-0a3c1f2b7d10") ?? .zero
    static let sender = MailSender(
        storeName: "Çay Evi", from: address("orders@cayevi.example"), replyTo: address("help@cayevi.example"))

    static let milestones: [Milestone] =
        [
            .received, .awaitingPayment, .confirmed, .onHold, .paymentDeclined, .shipped, .delivered, .cancelled,
            .refunded, .expired, .cancelRefused, .partiallyCancelled, .backordered, .delayed, .lost, .returnedToSender,
            .addressNeeded, .orderChanged, .readyForPickup,
        ] + Milestone.ofReturns

    /// The page of returns, for what is about a return.
    static func link(_ milestone: Milestone) -> String? {
        Milestone.ofReturns.contains(milestone) ? "https://cayevi.example/returns/abc?x=1&y=2" : nil
    }

    static func order(
        id: UUID = orderID, name: String? = "Ayşe Yılmaz", email: String? = "ayse@example.com",
        language: String? = "tr", title: String = "Rize çayı, 100 g <ince>", number: String = "#1001"
    ) -> OrderSummary {
        OrderSummary(
            id: id, channel: "web", shop: "main", externalID: "1001", number: number,
            currency: Currency(rawValue: "TRY"), total: 124_980,
            customer: Customer(name: name, email: email, language: language),
            shippingAddress: Address(
                name: name, line1: "Bağdat Cad. 1", city: "İstanbul", postcode: "34710", country: "TR"),
            lines: [
                SummaryLine(title: title, sku: "TEA-100", quantity: 2, amount: 119_990),
                SummaryLine(title: "Tom & Jerry's mug", sku: "MUG", quantity: 1, amount: 4_990),
            ])
    }

    /// A milestone with everything that such a milestone can say.
    static func reached(
        _ milestone: Milestone, aggregate: UUID? = nil, order: OrderSummary = order()
    ) -> MilestoneReached {
        let isOfParcel = [.shipped, .delivered, .delayed, .lost, .returnedToSender, .returnLabelled].contains(milestone)
        let tellsAmount = [
            .refunded, .cancelled, .awaitingPayment, .partiallyCancelled, .orderChanged, .returnRequested,
            .returnApproved, .returnRefunded, .returnCredited,
        ].contains(milestone)
        let tellsReason = [.cancelled, .onHold, .backordered].contains(milestone)
        return MilestoneReached(
            milestone: milestone, aggregate: aggregate ?? (isOfParcel ? parcelID : order.id), order: order,
            tracking: isOfParcel
                ? ParcelTracking(
                    parcelID: parcelID, carrier: "sandbox", service: "standard", trackingNumber: "WB0000000017",
                    trackingURL: "https://sandbox.invalid/track/WB0000000017?a=1&b=2") : nil,
            amount: tellsAmount ? 124_980 : nil,
            reason: tellsReason ? Reason(code: "stock_short", message: "3 of 5 in stock") : nil)
    }

    static func envelope(_ message: MilestoneReached, id: UUID = UUID()) -> Envelope {
        Envelope(
            id: id, source: "/waybill/saga", type: MilestoneReached.type, subject: "order/\(message.order.id.text)",
            time: time, orderID: message.order.id, data: message.jsonBytes)
    }

    static func address(_ text: String) -> MailAddress {
        guard let address = MailAddress(text) else { preconditionFailure("\(text) is no address") }
        return address
    }

    static func rows() throws -> NotificationsStore.Rows {
        NotificationsStore.Rows(renderer: try MailRenderer(sender: sender))
    }

    /// - Returns: the effects that the handler asked for.
    static func handle(_ message: MilestoneReached, _ rows: inout NotificationsStore.Rows) throws -> [EffectRequest] {
        let envelope = envelope(message)
        var out = Outcome(cause: envelope, service: .notifications, now: time)
        try MilestoneReachedHandler.handle(message, HandlerContext(envelope: envelope, now: time), &rows, &out)
        return out.effects
    }

    static func finish(_ report: EffectReport, _ rows: inout NotificationsStore.Rows) throws {
        let message = EmailEffectDone(report)
        let envelope = Envelope(
            id: UUID(), source: "/waybill/notifications", type: EmailEffectDone.type, time: time, orderID: orderID,
            data: message.jsonBytes)
        var out = Outcome(cause: envelope, service: .notifications, now: time)
        try EmailEffectDoneHandler.handle(message, HandlerContext(envelope: envelope, now: time), &rows, &out)
    }
}
