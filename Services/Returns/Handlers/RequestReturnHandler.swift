import Contracts
import FoundationEssentials
import Messaging

/// Somebody wants to send something back. The order's row is locked, so that two requests never take the same unit.
enum RequestReturnHandler: MessageHandler {
    typealias Store = ReturnsStore

    static func keys(of message: RequestReturn, _ envelope: Envelope, into keys: inout ReturnsStore.Keys) {
        let orderID = envelope.orderID ?? .zero
        keys.wholeOrders.insert(orderID)
        if let id = message.claimedReturnID(of: orderID) { keys.returns.insert(id) }
    }

    static func handle(
        _ message: RequestReturn, _ context: HandlerContext, _ rows: inout ReturnsStore.Rows, _ out: inout Outcome
    ) throws {
        let id = message.claimedReturnID(of: context.orderID) ?? context.newID("return")
        // A marketplace tells of its claims again and again.
        if let known = rows.returns[id] { return ReturnAnswering.accept(known, context, &out) }
        do {
            let rma = try request(message, id, context, &rows, &out)
            ReturnAnswering.accept(rma, isPreview: message.isPreview, context, &out)
        } catch {
            // A marketplace tells of it once, and its customer has the goods: our carrier is the one who is late.
            if error.reason.code == ReturnRefusal.notDelivered, message.isClaim {
                throw HandlerError.retry(error.reason.code, error.reason.message)
            }
            ReturnAnswering.refuse(error, nil, actor: message.actor, isPreview: message.isPreview, context, &out)
        }
    }

    private static func request(
        _ message: RequestReturn, _ id: UUID, _ context: HandlerContext, _ rows: inout ReturnsStore.Rows,
        _ out: inout Outcome
    ) throws(ReturnRefusal) -> RMA {
        guard let order = rows.orders[context.orderID] else {
            throw ReturnRefusal(ReturnRefusal.notDelivered, "nothing of the order was delivered")
        }
        var rma = try ReturnRequest(message, id: id, now: context.now).rma(
            of: order, lines: rows.lines(of: order.id), policies: rows.policies, settled: rows.settled(of: order.id))
        guard !message.isPreview else { return rma }
        for line in rma.lines {
            for parcel in line.terms.parcels {
                let key = ReturnableLine.Key(parcelID: parcel.parcelID, lineID: line.lineID)
                rows.lines[key]?.take(parcel.quantity)
            }
        }
        let policy = rows.policies.first { $0.version == rma.policyVersion }
        if rma.state == .requested, policy?.isAutomatic == true { try rows.approve(&rma, context, &out) }
        rows.change(rma, context, &out)
        return rma
    }
}

extension RequestReturn {
    /// Whether a claim asks, for good.
    fileprivate var isClaim: Bool { !isPreview && (claimID ?? openClaimID) != nil }

    /// nil when no claim asks.
    fileprivate func claimedReturnID(of orderID: UUID) -> UUID? {
        (claimID ?? openClaimID).map { Self.returnID(ofClaim: $0, orderID: orderID) }
    }
}
