import Contracts
import FoundationEssentials

extension SiteShort: StepReply {
    package var unit: UUID { fulfilmentOrderID }

    package var explanation: Reason? {
        let articles = lines.map(\.sku).joined(separator: ", ")
        return Reason(code: "site_without_goods", message: "\(site) cannot send \(articles): \(code)")
    }

    package func take(epoch: Int, in transition: inout Transition) -> Verdict {
        guard transition.saga.phase == .running, transition.saga.step(.fulfil, unit) != nil else {
            return transition.take(self, epoch: epoch)
        }
        return transition.takeShort(self)
    }
}
