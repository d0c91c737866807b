/// A JSON value of its own, for passing on data that we do not understand.
public enum JSONValue: Sendable {
    /// The members in the order they were written.
    case object([(String, JSONValue)])
    case array([JSONValue])
    case string(String)
    /// The number's own text.
    case number(text: String)
    case bool(Bool)
    case null

    /// The member of an object.
    public subscript(_ key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.0 == key }?.1
    }
}

extension JSONValue: JSONCodable {
    public init(from json: JSONNode) throws(JSONError) {
        switch json.kind {
        case .object:
            var members: [(String, JSONValue)] = []
            members.reserveCapacity(json.count)
            for (key, value) in json.members { members.append((key, try JSONValue(from: value))) }
            self = .object(members)
        case .array: self = .array(try [JSONValue](from: json))
        case .string: self = .string(try String(from: json))
        case .number: self = .number(text: json.rawNumber ?? "0")
        case .bool: self = .bool(try Bool(from: json))
        case .null: self = .null
        }
    }

    public func encode(to json: inout JSONWriter) {
        switch self {
        case .object(let members):
            json.object { object in
                for (key, value) in members { object.write(key, value) }
            }
        case .array(let values): json.array(values)
        case .string(let string): json.string(string)
        case .number(let text): json.number(text: text)
        case .bool(let bool): json.bool(bool)
        case .null: json.null()
        }
    }
}

extension JSONValue: Equatable {
    /// Whether both are the same JSON; the order of members does not matter, the way a number is written does.
    public static func == (first: JSONValue, second: JSONValue) -> Bool {
        switch (first, second) {
        case (.object(let first), .object(let second)):
            first.count == second.count
                && zip(first.sorted { $0.0 < $1.0 }, second.sorted { $0.0 < $1.0 }).allSatisfy { $0 == $1 }
        case (.array(let first), .array(let second)): first == second
        case (.string(let first), .string(let second)): first == second
        case (.number(let first), .number(let second)): first == second
        case (.bool(let first), .bool(let second)): first == second
        case (.null, .null): true
        default: false
        }
    }
}
