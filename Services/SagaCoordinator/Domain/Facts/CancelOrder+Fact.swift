import Contracts
import FoundationEssentials

extension CancelOrder: SagaFact {
    package var person: String? { actor }
    package static var opensRow: Bool { false }

    package func take(epoch: Int, in transition: inout Transition) -> Verdict {
        let saga = transition.saga
        let origin = transition.origin
        // Intake knows the order that a storefront speaks of: its news is on the way.
        if saga.phase == .unborn, origin.channel != nil { return .early }
        if saga.isCancelled {
            let answer = CancelAnswered(externalID: saga.order?.externalID, accepted: true, isPreview: isPreview)
            transition.answer(answer, to: origin)
            return .stale
        }
        if let refusal = saga.refusal(of: lines) {
            transition.refuse(.cancel, refusal, to: origin, isPreview: isPreview)
            return .refused
        }
        let wanted = lines.isEmpty ? saga.cancellable : saga.withWhatGoesToo(lines)
        if isPreview {
            let answer = CancelAnswered(
                externalID: saga.order?.externalID, accepted: true, refund: saga.due - saga.due(without: wanted),
                released: wanted, isPreview: true)
            transition.answer(answer, to: origin)
            return .noted
        }
        if saga.mustWait(toTakeOff: lines) { return .early }
        let reason = Reason(code: "cancelled", message: reason)
        transition.takeOff(
            Wish(
                .cancel, wanted, isWhole: lines.isEmpty, from: origin,
                ending: Ending(.cancelled, telling: .cancelled, because: reason)))
        return .applied
    }
}

extension OrderSaga {
    /// Why units cannot be taken off, as far as it is known.
    /// - Parameter wanted: empty for all that is left.
    func refusal(of wanted: [LineQuantity]) -> Reason? {
        switch phase {
        case .unborn: return Reason(code: "unknown_order", message: "there is no such order, or it has not begun yet")
        case .closed: return Reason(code: "already_closed", message: "the order is closed")
        case .undoing, .cancelled, .expired: return Reason(code: "already_cancelled", message: "the order is cancelled")
        case .running: break
        }
        if wanted.isEmpty, cancellable.isEmpty {
            return Reason(code: "already_handed_over", message: "the goods are on their way: \(headline.rawValue)")
        }
        for (index, line) in wanted.enumerated() {
            guard let ledger = self.line(line.lineID), wanted.count(where: { $0.lineID == line.lineID }) == 1 else {
                return Reason(
                    code: "unknown_line", path: "$.lines[\(index)].lineId",
                    message: "the order has no line \(line.lineID), or it is named twice")
            }
            let left = ledger.total(UnitBucket.beforeHandOver)
            if line.quantity < 1 || line.quantity > left {
                return Reason(
                    code: left == 0 ? "already_handed_over" : "invalid_quantity", path: "$.lines[\(index)].quantity",
                    message: "\(left) units of line \(line.lineID) are not handed over")
            }
        }
        let provided = Set(providedUnits.map(\.lineID))
        if isProvidedAskedFor, let index = wanted.firstIndex(where: { provided.contains($0.lineID) }) {
            return Reason(
                code: "paid_at_the_door", path: "$.lines[\(index)].lineId",
                message: "line \(wanted[index].lineID) is collected with a parcel that has its label already")
        }
        // Nobody knows yet what inventory says of them; the whole order can be cancelled all the same.
        if !wanted.isEmpty, step(.reserve, reservationID)?.hold != nil {
            return Reason(
                code: "awaiting_stock", message: "the stock is not reserved yet; the whole order can be cancelled")
        }
        return nil
    }

    /// Another wish comes first, or the answer of inventory to the reservation.
    func mustWait(toTakeOff wanted: [LineQuantity]) -> Bool {
        if detours.wish != nil { return true }
        return !wanted.isEmpty && step(.reserve, reservationID)?.isOpen == true && isUnanswered(wanted.map(\.lineID))
    }
}
