import Contracts
import WireJSON

/// What a shop is asked for.
package enum PollKind: String, Hashable, Sendable, CaseIterable {
    /// What changed since the last time.
    case changes
    /// All that changed in a day, counted against what is here.
    case census

    /// The topic under which orders come in that way.
    var topic: String {
        switch self {
        case .changes: "poll"
        case .census: "census"
        }
    }

    init?(topic: String) {
        guard let kind = Self.allCases.first(where: { $0.topic == topic }) else { return nil }
        self = kind
    }
}

extension PollKind: JSONCodable {
    package init(from json: JSONNode) throws(JSONError) {
        guard let kind = PollKind(rawValue: try String(from: json)) else {
            throw json.error(.invalidValue, "expected changes or census")
        }
        self = kind
    }

    package func encode(to json: inout JSONWriter) { json.string(rawValue) }
}
