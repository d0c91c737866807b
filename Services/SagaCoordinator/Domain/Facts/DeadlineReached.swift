import Contracts
import WireJSON

/// The order's timer went off. It says nothing else: what is due stands in the state.
package struct DeadlineReached: Command {
    package static let type: MessageType = "waybill.saga.timer.deadline.v1"

    package init() {}

    package init(from json: JSONNode) throws(JSONError) {}

    package func encode(to json: inout JSONWriter) {
        json.object { _ in }
    }
}

extension DeadlineReached: SagaFact {
    package static var opensRow: Bool { false }
    package static var mayResend: Bool { true }

    package func take(epoch: Int, in transition: inout Transition) -> Verdict {
        transition.expire()
    }
}
