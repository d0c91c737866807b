import Contracts
import Messaging

/// A storefront asks to cancel; the coordinator answers, or intake when there is no such order.
package enum CancelSubmittedHandler: MessageHandler {
    package typealias Store = OrderIntakeStore

    package static func keys(of message: CancelSubmitted, _ envelope: Envelope, into keys: inout OrderIntakeKeys) {
        RequestTaking.addKeys(of: .cancel(message), envelope, to: &keys)
    }

    package static func handle(
        _ message: CancelSubmitted, _ context: HandlerContext, _ rows: inout OrderIntakeRows, _ out: inout Outcome
    ) throws {
        try RequestTaking.take(.cancel(message), context, &rows, &out)
    }
}

/// A storefront asks for another address or other quantities.
package enum ChangeSubmittedHandler: MessageHandler {
    package typealias Store = OrderIntakeStore

    package static func keys(of message: ChangeSubmitted, _ envelope: Envelope, into keys: inout OrderIntakeKeys) {
        RequestTaking.addKeys(of: .change(message), envelope, to: &keys)
    }

    package static func handle(
        _ message: ChangeSubmitted, _ context: HandlerContext, _ rows: inout OrderIntakeRows, _ out: inout Outcome
    ) throws {
        try RequestTaking.take(.change(message), context, &rows, &out)
    }
}

/// A storefront asks for a return; the returns service answers.
package enum ReturnSubmittedHandler: MessageHandler {
    package typealias Store = OrderIntakeStore

    package static func keys(of message: ReturnSubmitted, _ envelope: Envelope, into keys: inout OrderIntakeKeys) {
        RequestTaking.addKeys(of: .giveBack(message), envelope, to: &keys)
    }

    package static func handle(
        _ message: ReturnSubmitted, _ context: HandlerContext, _ rows: inout OrderIntakeRows, _ out: inout Outcome
    ) throws {
        try RequestTaking.take(.giveBack(message), context, &rows, &out)
    }
}

/// Whoever makes the shop's invoices says which one an order has; intake answers, and tells the channel.
package enum InvoiceSubmittedHandler: MessageHandler {
    package typealias Store = OrderIntakeStore

    package static func keys(of message: InvoiceSubmitted, _ envelope: Envelope, into keys: inout OrderIntakeKeys) {
        RequestTaking.addKeys(of: .invoice(message), envelope, to: &keys)
    }

    package static func handle(
        _ message: InvoiceSubmitted, _ context: HandlerContext, _ rows: inout OrderIntakeRows, _ out: inout Outcome
    ) throws {
        try RequestTaking.take(.invoice(message), context, &rows, &out)
    }
}
