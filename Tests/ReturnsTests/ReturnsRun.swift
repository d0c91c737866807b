import Contracts
import FoundationEssentials
import Messaging
import WireJSON

@testable import Returns

/// The handlers of returns over rows in memory, with the other services played by hand.
struct ReturnsRun {
    var rows = ReturnsStore.Rows()
    var now = ReturnsFixture.deliveredAt + .seconds(86_400)
    /// Everything that was sent, in order.
    private(set) var sent: [Envelope] = []
    private(set) var timers: [TimerChange] = []
    let order: OrderSummary

    init(_ order: OrderSummary, policy: ReturnPolicy = ReturnsFixture.policy) {
        self.order = order
        rows.policies = [policy]
        rows.secrets = [LinkSecret(version: 1, bytes: Array(repeating: 7, count: 32))]
    }

    mutating func take<Handler: MessageHandler>(
        _: Handler.Type, _ message: Handler.Payload, id: UUID = UUID(), sequence: Int64? = nil
    ) throws where Handler.Store == ReturnsStore {
        let envelope = Envelope(
            id: id, source: "/test", type: Handler.Payload.type, time: now, orderID: order.id,
            sequence: sequence, channel: "\(order.channel)/\(order.shop)", data: message.jsonBytes)
        var out = Outcome(cause: envelope, service: .returns, now: now)
        try Handler.handle(message, HandlerContext(envelope: envelope, now: now), &rows, &out)
        sent += out.messages.map(\.envelope)
        timers += out.timers
    }

    mutating func deliver(_ lines: [ParcelLine], parcel: UUID = UUID(), weight: Int = 300) throws {
        var message = ReturnsFixture.delivered(parcel: parcel, order: order, lines: lines)
        message.parcel.weight = weight
        try take(ParcelDeliveredHandler.self, message)
    }

    @discardableResult
    mutating func request(
        _ lines: [ReturnLine], settlement: ReturnSettlementKind = .refund, exchange: [ExchangeLine] = [],
        isPreview: Bool = false, claimID: String? = nil, openClaimID: String? = nil
    ) throws -> ReturnAnswered {
        try take(
            RequestReturnHandler.self,
            RequestReturn(
                lines: lines, settlement: settlement, exchangeLines: exchange, actor: "customer",
                isPreview: isPreview, claimID: claimID, openClaimID: openClaimID))
        return try answer()
    }

    mutating func receive(_ id: UUID, _ lines: [LineQuantity]) throws -> ReturnAnswered {
        try take(ReceiveReturnHandler.self, ReceiveReturn(returnID: id, site: "IST", actor: "ada", lines: lines))
        return try answer()
    }

    mutating func inspect(
        _ id: UUID, _ lines: [LineQuantity], _ disposition: ReturnDisposition = .restock
    ) throws -> ReturnAnswered {
        let findings = lines.map {
            InspectedLine(lineID: $0.lineID, quantity: $0.quantity, disposition: disposition)
        }
        try take(InspectReturnHandler.self, InspectReturn(returnID: id, actor: "ada", lines: findings))
        return try answer()
    }

    /// The payment service gives back what it was asked for and has not answered yet.
    @discardableResult
    mutating func refund() throws -> Int64 {
        var total: Int64 = 0
        let asked = try all(RefundPayment.self)
        for request in asked {
            total += request.amount
            guard
                rows.rma(settledBy: request.refundID)?.settlements.first(where: { $0.id == request.refundID })?.state
                    == .pending
            else { continue }
            try take(
                PaymentRefundedHandler.self,
                PaymentRefunded(
                    paymentID: request.paymentID, refundID: request.refundID, amount: request.amount,
                    refundedTotal: total))
        }
        return total
    }

    /// Inventory books what it was asked for.
    mutating func restock() throws {
        for request in try all(RestockUnits.self) {
            try take(StockRestockedHandler.self, StockRestocked(returnID: request.returnID, ordinal: request.ordinal))
        }
    }

    func all<Payload: MessagePayload>(_: Payload.Type) throws -> [Payload] {
        try sent.filter { $0.type == Payload.type }.map { try Payload.parse($0.data) }
    }

    func answer() throws -> ReturnAnswered { try all(ReturnAnswered.self).last ?? ReturnAnswered(accepted: false) }

    func rma(_ id: UUID?) -> RMA? { id.flatMap { rows.returns[$0] } }
}
