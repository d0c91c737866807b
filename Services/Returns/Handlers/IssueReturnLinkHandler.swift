import Contracts
import FoundationEssentials
import Messaging

/// Makes the link to an order's page of returns, for whoever writes to the customer.
enum IssueReturnLinkHandler: MessageHandler {
    typealias Store = ReturnsStore

    static func keys(of message: IssueReturnLink, _ envelope: Envelope, into keys: inout ReturnsStore.Keys) {
        keys.wholeOrders.insert(envelope.orderID ?? .zero)
    }

    static func handle(
        _ message: IssueReturnLink, _ context: HandlerContext, _ rows: inout ReturnsStore.Rows, _ out: inout Outcome
    ) throws {
        guard rows.orders[context.orderID] != nil else {
            throw HandlerError.park("not_delivered", "nothing of the order was delivered")
        }
        guard let link = rows.pages.link(to: context.orderID, at: context.now, secrets: rows.secrets) else {
            throw HandlerError.park("no_secret", "the table link_secret is empty")
        }
        out.reply(ReturnLinkIssued(link: link, expiresAt: context.now + rows.pages.lifetime), to: context.command)
    }
}
