import Contracts
import WireJSON

/// Why and as what an order that will not be fulfilled ends.
package struct Ending: Hashable, Sendable, JSONCodable {
    /// ``Phase/cancelled`` or ``Phase/expired``.
    package var phase: Phase
    /// What the customer is told when everything is undone.
    package var milestone: Milestone
    package var reason: Reason
    /// The customer is told once, also when a late success had to be undone afterwards.
    package var isTold: Bool

    package init(_ phase: Phase, telling milestone: Milestone, because reason: Reason, isTold: Bool = false) {
        self.phase = phase
        self.milestone = milestone
        self.reason = reason
        self.isTold = isTold
    }

    package init(from json: JSONNode) throws(JSONError) {
        let name: String = try json.decode("phase")
        guard let phase = Phase(rawValue: name) else { throw json.error(.invalidValue, "expected a phase") }
        self.phase = phase
        milestone = try json.decode("milestone")
        reason = try json.decode("reason")
        isTold = try json.decode("told", default: false)
    }

    package func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("phase", phase.rawValue)
            json.write("milestone", milestone)
            json.write("reason", reason)
            if isTold { json.write("told", true) }
        }
    }
}
