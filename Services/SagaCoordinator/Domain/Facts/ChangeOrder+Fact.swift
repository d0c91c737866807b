import Contracts
import FoundationEssentials

extension ChangeOrder: SagaFact {
    package var person: String? { actor }
    package static var opensRow: Bool { false }

    package func take(epoch: Int, in transition: inout Transition) -> Verdict {
        let saga = transition.saga
        let origin = transition.origin
        // Intake knows the order that a storefront speaks of: its news is on the way.
        if saga.phase == .unborn, origin.channel != nil { return .early }
        let cut = self.cut(from: saga)
        let token = self.token(for: saga, cut)
        if let refusal = refusal(by: saga, cut) ?? outdated(token) {
            transition.refuse(.change, refusal, to: origin, isPreview: isPreview)
            return .refused
        }
        if isPreview {
            transition.answer(answer(for: saga, cut, token: token), to: origin)
            return .noted
        }
        if saga.mustWait(toTakeOff: cut) { return .early }
        if cut.isEmpty {
            transition.changeAddress(to: shippingAddress)
            transition.answer(answer(for: saga, [], token: nil), to: origin)
            let occasion = UUID.v5("changed/\(saga.version)", in: saga.id)
            transition.tell(.orderChanged, about: saga.id, occasion: occasion)
        } else {
            let reason = Reason(code: "changed", message: reason)
            transition.takeOff(
                Wish(
                    .change, cut, isWhole: false, from: origin,
                    ending: Ending(.cancelled, telling: .cancelled, because: reason), address: shippingAddress))
        }
        return .applied
    }

    /// What the new quantities are less than the present ones.
    private func cut(from saga: OrderSaga) -> [LineQuantity] {
        let cut = lines.compactMap { line -> LineQuantity? in
            guard let ledger = saga.line(line.lineID) else { return nil }
            let less = ledger.ordered - ledger[.cancelled] - line.quantity
            return less > 0 ? LineQuantity(lineID: line.lineID, quantity: less) : nil
        }
        return saga.withWhatGoesToo(cut)
    }

    private func refusal(by saga: OrderSaga, _ cut: [LineQuantity]) -> Reason? {
        for (index, line) in lines.enumerated() {
            guard let ledger = saga.line(line.lineID), line.quantity >= 0 else {
                return Reason(
                    code: "unknown_line", path: "$.lines[\(index)]",
                    message: "the order has no line \(line.lineID), or there are no such quantities")
            }
            if line.quantity > ledger.ordered - ledger[.cancelled] {
                return Reason(
                    code: "quantity_increase", path: "$.lines[\(index)].quantity",
                    message: "an order does not grow: what is added was not authorised; it takes another order")
            }
        }
        if saga.phase != .running || !cut.isEmpty, let refusal = saga.refusal(of: cut) { return refusal }
        if !lines.isEmpty, saga.quantities(without: cut).allSatisfy({ $0.quantity == 0 }) {
            return Reason(code: "nothing_left", path: "$.lines", message: "an order without units is a cancelled one")
        }
        if let shippingAddress, shippingAddress != saga.order?.shippingAddress { return saga.refusalOfAddress }
        if cut.isEmpty { return Reason(code: "nothing_to_change", message: "the order reads so already") }
        return nil
    }

    private func outdated(_ token: String) -> Reason? {
        guard let previewToken, previewToken != token else { return nil }
        return Reason(
            code: "preview_outdated", path: "$.previewToken", message: "the order has moved since it was previewed")
    }

    /// The same as long as the change comes to the same.
    private func token(for saga: OrderSaga, _ cut: [LineQuantity]) -> String {
        let lines = saga.quantities(without: cut).map { "\($0.lineID)=\($0.quantity)" }.joined(separator: ",")
        // Without the address itself: the log may lose it, and must replay all the same.
        return UUID.v5("\(saga.due(without: cut))/\(lines)/\(shippingAddress != nil)", in: saga.id).text
    }

    private func answer(for saga: OrderSaga, _ cut: [LineQuantity], token: String?) -> ChangeAnswered {
        ChangeAnswered(
            externalID: saga.order?.externalID, accepted: true, moneyDelta: saga.due(without: cut) - saga.due,
            lines: saga.quantities(without: cut), previewToken: token, isPreview: isPreview)
    }
}

extension OrderSaga {
    /// Once a label is bought the carrier goes by it. One that the carrier refused is bought anew.
    var refusalOfAddress: Reason? {
        let isBegun = steps.contains { step in
            step.key.name == .label && step.status != .undone && step.hold != .addressInvalid
                && step.hold != .labelRefused
        }
        guard isBegun else { return nil }
        return Reason(
            code: "already_labelled", path: "$.shippingAddress",
            message: "a label for the address before is bought, or may be")
    }
}

extension Transition {
    /// Where the goods go from now on. A label that was refused for the old address is asked for again.
    mutating func changeAddress(to address: Address?) {
        guard let address else { return }
        saga.order?.shippingAddress = address
        for step in saga.steps where step.hold == .addressInvalid || step.hold == .labelRefused {
            _ = releaseHold(of: step)
        }
    }
}
