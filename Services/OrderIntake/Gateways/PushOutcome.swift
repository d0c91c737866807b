import WireJSON

/// What a push came to.
package enum PushOutcome: Hashable, Sendable {
    /// Carried out; the channel's own reference of it, where it gives one.
    case done(reference: String?)
    /// An earlier attempt had carried it out.
    case found(reference: String?)
    /// The channel works on it, and is to be asked how it went by this reference.
    case underway(reference: String)
    /// The channel needs no word of it; why.
    case notNeeded(String)
    /// Of several articles, those that the channel did not take, and why; it has the others.
    case partly(refused: [String: String])
}

extension PushOutcome: JSONCodable {
    package init(from json: JSONNode) throws(JSONError) {
        let reference: String? = try json.decodeIfPresent("reference")
        let word: String = try json.decode("outcome")
        switch word {
        case "done": self = .done(reference: reference)
        case "found": self = .found(reference: reference)
        case "underway": self = .underway(reference: reference ?? "")
        case "not_needed": self = .notNeeded(try json.decode("why", default: ""))
        case "partly": self = .partly(refused: try json.decode("refused", default: [:]))
        default: throw json.error(.invalidValue, "no outcome is called \(word)")
        }
    }

    package func encode(to json: inout JSONWriter) {
        json.object { json in
            switch self {
            case .done(let reference):
                json.write("outcome", "done")
                json.write("reference", reference)
            case .found(let reference):
                json.write("outcome", "found")
                json.write("reference", reference)
            case .underway(let reference):
                json.write("outcome", "underway")
                json.write("reference", reference)
            case .notNeeded(let why):
                json.write("outcome", "not_needed")
                json.write("why", why)
            case .partly(let refused):
                json.write("outcome", "partly")
                json.write("refused", refused)
            }
        }
    }
}
