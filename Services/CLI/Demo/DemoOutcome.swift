import Contracts
import FoundationEssentials
import WireJSON

/// What became of one of the demo's orders; nil where the coordinator does not know it.
struct DemoOutcome: Sendable {
    var placed: DemoRun.Placed
    var id: UUID?
    var number: String?
    var headline: String?

    var isDelivered: Bool { headline == HeadlineStatus.delivered.rawValue }

    var json: JSONValue {
        .object([
            ("orderId", .text(id?.text)), ("number", .text(number)), ("externalId", .string(placed.externalID)),
            ("channel", .string(placed.shop.channel)), ("shop", .string(placed.shop.shop)),
            ("way", .string(placed.way)), ("headline", .text(headline)),
        ])
    }
}
