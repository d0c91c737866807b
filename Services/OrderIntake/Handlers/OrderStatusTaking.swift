import Contracts
import Messaging

/// Writes down what the coordinator says of an order, for those who work it from outside.
enum OrderStatusTaking {
    static func record(_ message: OrderStatusChanged, _ context: HandlerContext, _ rows: inout OrderIntakeRows) {
        guard let shop = context.envelope.channel.flatMap({ ShopKey(text: $0) }) else { return }
        rows.statuses.append(
            OrderStatus(
                orderID: message.orderID, shop: shop, headline: message.status, remaining: message.remaining,
                sequence: context.envelope.sequence ?? 0))
    }
}
