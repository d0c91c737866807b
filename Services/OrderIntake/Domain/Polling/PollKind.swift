import Contracts
import WireJSON

/// What a shop is asked for.
package enum PollKind: String, Hashable, Sendable, CaseIterable {
    /// What changed since the last time.
    case changes
    /// All that changed in a day, counted against what is here.
    case census
    /// What its customers want to give back, where the channel lists that.
    case claims
    /// What the channel has put into the shop's queue, where it has one.
    case notices

    /// The topic under which orders or claims come in that way; claims that somebody hands over have the same, so that one which
    /// comes both ways is one message.
    var topic: String {
        switch self {
        case .changes: "poll"
        case .census: "census"
        case .claims: "claims"
        case .notices: "notification"
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
            throw json.error(.invalidValue, "expected changes, census, claims or notices")
        }
        self = kind
    }

    package func encode(to json: inout JSONWriter) { json.string(rawValue) }
}
