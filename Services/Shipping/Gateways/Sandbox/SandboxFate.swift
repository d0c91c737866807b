import Contracts
import Messaging

/// What becomes of a sandbox parcel; its postcode asks for it.
package enum SandboxFate: String, Sendable, CaseIterable {
    /// No carrier knows the address.
    case refused = "REFUSED"
    /// The first carrier does not go there; the second one does.
    case unserved = "UNSERVED"
    /// Bought at the first call, but that call has no answer.
    case timeOut = "TIMEOUT"
    /// No call for it is ever answered, and nothing is bought.
    case hang = "HANG"
    case delayed = "DELAYED"
    case exception = "EXCEPTION"
    /// Nobody is at home, the first time.
    case failed = "FAILED"
    case lost = "LOST"
    /// Nobody is ever at home: returned to the sender.
    case returned = "RETURNED"
    /// A return that the customer never hands to the carrier.
    case unsent = "UNSENT"

    /// Of an order's parcel the destination asks, of a return the customer's address too.
    init?(of request: BuyLabel) {
        let asked = [request.shipTo.postcode, request.shipFrom.postcode].compactMap { $0 }
        guard let fate = asked.lazy.compactMap(SandboxFate.init).first else { return nil }
        self = fate
    }

    func refusal(by carrier: String) -> EffectFailure? {
        switch self {
        case .refused:
            EffectFailure(code: "address_invalid", message: "the carrier does not know the address", isFinal: true)
        case .unserved where carrier == CarrierChoice.carriers[0].name:
            EffectFailure(code: "not_served", message: "the carrier does not go there", isFinal: true)
        default: nil
        }
    }
}

extension SandboxFate? {
    init(postcode: String?) {
        self = postcode.flatMap(SandboxFate.init(rawValue:))
    }

    /// Every scan, in the order of time.
    func journey(isReturn: Bool) -> [TrackingStatus] {
        switch self {
        case .delayed: [.preTransit, .inTransit, .delayed, .inTransit, .outForDelivery, .delivered]
        case .exception: [.preTransit, .inTransit, .exception, .inTransit, .outForDelivery, .delivered]
        case .failed: [.preTransit, .inTransit, .outForDelivery, .deliveryFailed, .outForDelivery, .delivered]
        case .lost: [.preTransit, .inTransit, .lost]
        case .returned:
            [.preTransit, .inTransit, .outForDelivery, .deliveryFailed, .returnToSender, .returned]
        case .unsent where isReturn: []
        default: [.preTransit, .inTransit, .outForDelivery, .delivered]
        }
    }
}
