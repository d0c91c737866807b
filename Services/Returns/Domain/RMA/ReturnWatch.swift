import Contracts
import WireJSON

/// The timer that runs on a return: for which state, and how often somebody was reminded of it.
package struct ReturnWatch: JSONCodable, Hashable, Sendable {
    package var state: ReturnState
    package var reminders: Int

    package init(_ state: ReturnState, reminders: Int = 0) {
        self.state = state
        self.reminders = reminders
    }

    package init(from json: JSONNode) throws(JSONError) {
        state = try json.decode("state")
        reminders = try json.decode("reminders", default: 0)
    }

    package func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("state", state)
            if reminders != 0 { json.write("reminders", reminders) }
        }
    }
}
