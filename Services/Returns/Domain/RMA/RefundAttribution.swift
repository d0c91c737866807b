import Contracts
import WireJSON

/// What one refund of a return is for. A later one is for what is left, so that no line gets more than it cost.
package struct RefundAttribution: JSONCodable, Hashable, Sendable {
    /// Of the settlement.
    package var ordinal: Int
    package var lines: [LineAmount]

    package init(ordinal: Int, lines: [LineAmount]) {
        self.ordinal = ordinal
        self.lines = lines
    }

    package init(from json: JSONNode) throws(JSONError) {
        ordinal = try json.decode("ordinal")
        lines = try json.decode("lines")
    }

    package func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("ordinal", ordinal)
            json.write("lines", lines)
        }
    }
}
