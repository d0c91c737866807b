import Contracts
import FoundationEssentials

extension SiteShort: StepReply {
    package var unit: UUID { fulfilmentOrderID }

    package var explanation: Reason? {
        Reason(
            code: "site_without_goods",
            message: "\(site) has not got \(lines.map(\.sku).joined(separator: ", "))")
    }
}
