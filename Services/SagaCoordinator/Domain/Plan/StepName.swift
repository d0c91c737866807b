/// The name of a step, as envelopes carry it.
package struct StepName: RawRepresentable, Hashable, Sendable {
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    package static let awaitPayment = StepName(rawValue: "await_payment")
    package static let authorise = StepName(rawValue: "authorise")
    package static let reserve = StepName(rawValue: "reserve")
    package static let provide = StepName(rawValue: "provide")
    package static let captureProvided = StepName(rawValue: "capture_provided")
    package static let fulfil = StepName(rawValue: "fulfil")
    package static let label = StepName(rawValue: "label")
    package static let pickUp = StepName(rawValue: "pick_up")
    package static let handOver = StepName(rawValue: "hand_over")
    package static let capture = StepName(rawValue: "capture")
    package static let deliver = StepName(rawValue: "deliver")
    package static let collect = StepName(rawValue: "collect")
    package static let finishPayment = StepName(rawValue: "finish_payment")

    package static let cancelFulfilment = StepName(rawValue: "cancel_fulfilment")
    package static let voidLabel = StepName(rawValue: "void_label")
    package static let releaseStock = StepName(rawValue: "release_stock")
    package static let cancelPayment = StepName(rawValue: "cancel_payment")

    package static let reroute = StepName(rawValue: "reroute")
    package static let releaseUnits = StepName(rawValue: "release_units")
    package static let refund = StepName(rawValue: "refund")
    package static let dispute = StepName(rawValue: "dispute")

    /// Steps that go on in the same epoch after they were done, when goods are waited for or packed again: what they were asked
    /// for stays at hand until the order is finished.
    static let reopened: Set<StepName> = [.reserve, .fulfil]
}
