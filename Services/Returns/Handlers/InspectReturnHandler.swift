import Contracts
import FoundationEssentials
import Messaging

/// Units were looked at: now, and only now, stock rises and money goes back.
enum InspectReturnHandler: MessageHandler {
    typealias Store = ReturnsStore

    static func keys(of message: InspectReturn, _ envelope: Envelope, into keys: inout ReturnsStore.Keys) {
        keys.returns.insert(message.returnID)
    }

    static func handle(
        _ message: InspectReturn, _ context: HandlerContext, _ rows: inout ReturnsStore.Rows, _ out: inout Outcome
    ) throws {
        try ReturnCommand.handle(message.returnID, context, &rows, &out) { rma, rows, out throws(ReturnRefusal) in
            try rma.inspect(message.lines)
            book(message.lines, &rma, &out)
            rows.settleInspected(&rma, &out)
        }
    }

    /// What is sent back to the customer is no stock of ours.
    static func book(_ findings: [InspectedLine], _ rma: inout RMA, _ out: inout Outcome) {
        let kept = findings.filter { $0.disposition != .sendBack }.flatMap { finding in
            let line = rma.lines.first { $0.lineID == finding.lineID }
            return (line?.parcelLines(finding.quantity) ?? []).map {
                RestockLine(sku: $0.sku, quantity: $0.quantity, disposition: finding.disposition.rawValue)
            }
        }
        guard !kept.isEmpty else { return }
        let ordinal = rma.details.bookings
        rma.details.bookings += 1
        out.send(
            RestockUnits(returnID: rma.id, ordinal: ordinal, site: rma.details.site, lines: kept),
            orderID: rma.orderID, aggregate: rma.id, step: "return_restock", epoch: 0, ordinal: ordinal)
    }
}
