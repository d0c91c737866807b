import Contracts
import FoundationEssentials
import Messaging
import WireJSON

/// A kept request is looked at again. The service sends it to itself.
struct RecheckRequest: Command {
    static let type: MessageType = "waybill.intake.request.recheck.v1"

    let messageID: UUID
    let order: OrderKey
    /// How often it was looked at before.
    let attempt: Int

    init(_ pending: PendingRequest, attempt: Int) {
        messageID = pending.messageID
        order = pending.order
        self.attempt = attempt
    }

    init(from json: JSONNode) throws(JSONError) {
        messageID = try json.decode("messageId")
        order = OrderKey(
            shop: ShopKey(channel: try json.decode("channel"), shop: try json.decode("shop")),
            externalID: try json.decode("externalId"))
        attempt = try json.decode("attempt")
    }

    func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("messageId", messageID)
            json.write("channel", order.shop.channel)
            json.write("shop", order.shop.shop)
            json.write("externalId", order.externalID)
            json.write("attempt", attempt)
        }
    }

    static func timerKey(_ messageID: UUID) -> String { "request/\(messageID.text)" }

    func schedule(after delay: Duration, _ out: inout Outcome) {
        out.schedule(self, key: Self.timerKey(messageID), after: delay)
    }
}

/// The order may have come without seeing the request; when it does not come in time, the storefront is told.
enum RecheckRequestHandler: MessageHandler {
    typealias Store = OrderIntakeStore

    static func keys(of message: RecheckRequest, _ envelope: Envelope, into keys: inout OrderIntakeKeys) {
        keys.orders.insert(message.order)
    }

    static func handle(
        _ message: RecheckRequest, _ context: HandlerContext, _ rows: inout OrderIntakeRows, _ out: inout Outcome
    ) throws {
        guard let pending = rows.requests[message.messageID] else { return }
        let order = rows.orders[message.order]
        if let order, order.isAnnounced {
            return RequestTaking.release(message.order, as: order.id, &rows, &out)
        }
        let waited = context.now - pending.receivedAt
        let left = rows.requestDeadline - waited
        if left > .zero {
            let attempt = message.attempt + 1
            let next = attempt < RequestTaking.rechecks.count ? min(RequestTaking.rechecks[attempt], left) : left
            return RecheckRequest(pending, attempt: attempt).schedule(after: next, &out)
        }
        rows.requests[pending.messageID] = nil
        let reason =
            order.map { order in
                Reason(
                    code: ReasonCode.orderNotTaken.rawValue, path: "$.externalId",
                    message: "the order is recorded, and not carried out: "
                        + (order.disposition.recordedReason?.rawValue ?? "unknown"))
            }
            ?? Reason(
                code: ReasonCode.unknownOrder.rawValue, path: "$.externalId", message: "no such order has come in time")
        RequestTaking.reject(pending, [reason], &out)
    }
}
