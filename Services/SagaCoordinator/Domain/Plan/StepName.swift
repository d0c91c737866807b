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
    package static let fulfil = StepName(rawValue: "fulfil")
    package static let label = StepName(rawValue: "label")
    package static let handOver = StepName(rawValue: "hand_over")
    package static let capture = StepName(rawValue: "capture")
    package static let deliver = StepName(rawValue: "deliver")

    package static let cancelPayment = StepName(rawValue: "cancel_payment")
    package static let releaseStock = StepName(rawValue: "release_stock")
}
