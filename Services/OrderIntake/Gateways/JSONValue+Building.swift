import Contracts
import WireJSON

/// Bodies of calls, as they are written.
extension JSONValue {
    static func members(_ members: KeyValuePairs<String, JSONValue?>) -> JSONValue {
        .object(members.compactMap { name, value in value.map { (name, $0) } })
    }

    static func whole(_ number: some FixedWidthInteger) -> JSONValue { .number(text: String(number)) }

    /// An id that the channel writes as a number; text where it is none.
    static func numericID(_ id: String) -> JSONValue {
        let isNumber = !id.isEmpty && id.utf8.allSatisfy { (48...57).contains($0) } && (id == "0" || id.first != "0")
        return isNumber ? .number(text: id) : .string(id)
    }
}
