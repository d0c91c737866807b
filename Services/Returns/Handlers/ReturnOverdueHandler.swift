import Contracts
import FoundationEssentials
import Messaging

/// A return has been where it is for too long: somebody is told first, and then it is ended as the policy says.
enum ReturnOverdueHandler: MessageHandler {
    typealias Store = ReturnsStore

    static func keys(of message: ReturnOverdue, _ envelope: Envelope, into keys: inout ReturnsStore.Keys) {
        keys.returns.insert(message.returnID)
    }

    static func handle(
        _ message: ReturnOverdue, _ context: HandlerContext, _ rows: inout ReturnsStore.Rows, _ out: inout Outcome
    ) throws {
        guard var rma = rows.returns[message.returnID], rma.bound != nil else { return }
        do {
            try end(&rma, context, &rows, &out)
        } catch {
            throw HandlerError.park(error.reason.code, error.reason.message)
        }
        rows.change(rma, context, &out)
    }

    private static func end(
        _ rma: inout RMA, _ context: HandlerContext, _ rows: inout ReturnsStore.Rows, _ out: inout Outcome
    ) throws(ReturnRefusal) {
        let before = rma
        let overdue = rma.overdue
        if overdue == .remind {
            rma.remind()
            OverdueReturns.count(rma)
            return schedule(rma, &out)
        }
        // Whatever it comes to is waited for anew.
        rma.details.watch = nil
        switch overdue {
        case .remind: break
        case .approve: try rows.approve(&rma, context, &out)
        case .decline:
            try rma.decline("not decided on in time")
            rows.lapse(before, rma, &out)
        case .expire:
            _ = rma.expire()
            rows.lapse(before, rma, &out)
        case .loseGoods:
            let lost = rma.lines.filter { $0.expected > 0 }.map {
                LineQuantity(lineID: $0.lineID, quantity: $0.expected)
            }
            try rma.receive(lost, at: rma.details.site)
            // No site ever had them: there is nothing to be booked.
            try rma.inspect(rma.uninspected(as: .writeOff))
            rma.details.reason = Reason(code: "lost_in_transit", message: "it never arrived")
            rows.settleInspected(&rma, &out)
        case .quarantine:
            let findings = rma.uninspected(as: .quarantine)
            try rma.inspect(findings)
            InspectReturnHandler.book(findings, &rma, &out)
            rma.details.reason = Reason(code: "inspection_overdue", message: "quarantined: nobody inspected it in time")
            rows.settleInspected(&rma, &out)
        }
    }

    private static func schedule(_ rma: RMA, _ out: inout Outcome) {
        guard let days = rma.bound else { return }
        out.schedule(
            ReturnOverdue(returnID: rma.id), key: ReturnOverdue.key(of: rma.id), after: .seconds(86_400) * days,
            orderID: rma.orderID)
    }
}

extension RMA {
    /// All that was received and not looked at.
    func uninspected(as disposition: ReturnDisposition) -> [InspectedLine] {
        lines.filter { $0.received > $0.inspected }.map {
            InspectedLine(lineID: $0.lineID, quantity: $0.received - $0.inspected, disposition: disposition)
        }
    }
}
