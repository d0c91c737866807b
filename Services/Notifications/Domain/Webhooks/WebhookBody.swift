import Contracts
import FoundationEssentials
import WireJSON

/// The body of a webhook: `{"type", "timestamp", "data"}`, as Standard Webhooks recommends. It names the order and not the
/// customer.
package enum WebhookBody {
    package static func type(of message: MilestoneReached) -> String { "order.\(message.milestone.rawValue)" }

    package static func type(of message: ReturnChanged) -> String { "return.\(message.state.rawValue)" }

    package static func text(of message: MilestoneReached, at now: Timestamp) -> String {
        text(type: type(of: message), at: now) { json in
            write(message.order, to: &json)
            json.write("milestone", message.milestone)
            json.write("tracking", message.tracking)
            json.write("amount", message.amount)
            json.write("reason", message.reason)
        }
    }

    package static func text(of message: ReturnChanged, at now: Timestamp) -> String {
        text(type: type(of: message), at: now) { json in
            write(message.order, to: &json)
            json.write("returnId", message.returnID)
            json.write("state", message.state)
            json.write("lines", message.lines)
            json.write("settlement", message.settlement)
            json.write("refund", message.refund)
            json.write("storeCredit", message.storeCredit)
            json.write("tracking", message.tracking)
            json.write("exchangeOrderId", message.exchangeOrderID)
            json.write("reason", message.reason)
        }
    }

    private static func write(_ order: OrderSummary, to json: inout JSONObjectWriter) {
        json.write("orderId", order.id)
        json.write("channel", order.channel)
        json.write("shop", order.shop)
        json.write("externalId", order.externalID)
        json.write("number", order.number)
        json.write("currency", order.currency)
    }

    private static func text(
        type: String, at now: Timestamp, _ data: (inout JSONObjectWriter) -> Void
    ) -> String {
        var json = JSONWriter()
        json.object { json in
            json.write("type", type)
            json.write("timestamp", now)
            json.writeObject("data", data)
        }
        return String(decoding: json.bytes, as: UTF8.self)
    }
}
