import Contracts
import FoundationEssentials
import Messaging
import WireJSON

/// A message to intake itself: the order is here whose invoice was submitted.
struct TellInvoice: Command {
    static let type: MessageType = "waybill.intake.invoice.tell.v1"

    let invoice: InvoiceSubmitted
    /// The message that brought it, and the sender's own id of that.
    let requestID: UUID
    let submissionID: String

    init(_ invoice: InvoiceSubmitted, _ pending: PendingRequest) {
        self.invoice = invoice
        requestID = pending.messageID
        submissionID = pending.submissionID
    }

    init(from json: JSONNode) throws(JSONError) {
        invoice = try json.decode("invoice")
        requestID = try json.decode("requestId")
        submissionID = try json.decode("submissionId")
    }

    func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("invoice", invoice)
            json.write("requestId", requestID)
            json.write("submissionId", submissionID)
        }
    }
}

/// The channel is told of the invoice, not before it was told that picking has begun; the sender has its answer at once.
enum TellInvoiceHandler: MessageHandler {
    typealias Store = OrderIntakeStore

    static func keys(of message: TellInvoice, _ envelope: Envelope, into keys: inout OrderIntakeKeys) {
        guard let shop = PushTaking.shop(of: envelope), ToldKinds.include(.invoice, of: shop.channel),
            let orderID = envelope.orderID
        else { return }
        keys.shops.insert(shop)
        keys.toldOrderIDs.insert(orderID)
    }

    static func handle(
        _ message: TellInvoice, _ context: HandlerContext, _ rows: inout OrderIntakeRows, _ out: inout Outcome
    ) throws {
        guard let shop = PushTaking.shop(of: context.envelope) else { return }
        let outcome =
            if let (row, _) = PushTaking.order(.invoice, context, rows) {
                tell(message.invoice, of: row, context, &rows, &out) ? "accepted" : "unchanged"
            } else {
                "recorded"
            }
        out.announce(
            SubmissionAccepted(
                submissionID: message.submissionID, externalID: message.invoice.externalID, orderID: context.orderID,
                outcome: outcome),
            routingKey: shop.answerKey, key: message.requestID.text, orderID: context.orderID, channel: shop.text,
            answers: message.requestID)
    }

    /// - Returns: false for an invoice that the channel was told, or is going to be.
    private static func tell(
        _ invoice: InvoiceSubmitted, of row: IntakeOrder, _ context: HandlerContext, _ rows: inout OrderIntakeRows,
        _ out: inout Outcome
    ) -> Bool {
        let link = invoice.link.map { "/\(UUID.v5($0).text)" } ?? ""
        let key = "invoice/\(row.id.text)/\(invoice.number)\(link)"
        guard rows.pushes[key] == nil else { return false }
        let book = PushTaking.book(row, rows)
        let earlier = book.invoice
        let push = ChannelPush.Invoice(
            order: row.order.externalID, number: invoice.number, link: invoice.link, issuedAt: invoice.issuedAt,
            isCorrection: earlier.map { $0.number != invoice.number } ?? false,
            ordinal: earlier.map { $0.ordinal + 1 } ?? 0)
        PushTaking.tell(.invoice(push), key: key, of: row, isDue: book.isBegun, context, &rows, &out)
        return true
    }
}
