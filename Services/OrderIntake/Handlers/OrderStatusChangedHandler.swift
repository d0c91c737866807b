import Contracts
import Messaging

/// The coordinator has moved an order of a shop whose storefront product we speak to.
enum OrderStatusChangedHandler: MessageHandler {
    typealias Store = OrderIntakeStore

    static func keys(of message: OrderStatusChanged, _ envelope: Envelope, into keys: inout OrderIntakeKeys) {}

    static func handle(
        _ message: OrderStatusChanged, _ context: HandlerContext, _ rows: inout OrderIntakeRows, _ out: inout Outcome
    ) throws {
        OrderStatusTaking.record(message, context, &rows)
    }
}
