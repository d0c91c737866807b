import WireJSON

/// Payloads are written as literals, so that they look like what they become.
extension JSONValue: ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByNilLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    public init(stringLiteral value: String) { self = .string(value) }
    public init(integerLiteral value: Int) { self = .int(value) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(nilLiteral: ()) { self = .null }
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    public init(dictionaryLiteral elements: (String, JSONValue)...) { self = .object(elements) }
}

extension JSONValue {
    package static func int(_ value: Int) -> JSONValue { .number(text: "\(value)") }

    package static func int(_ value: Int64) -> JSONValue { .number(text: "\(value)") }

    /// An id that is a number in JSON, however many digits it has.
    package static func id(_ digits: String) -> JSONValue { .number(text: digits) }

    package static func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }

    /// An amount as text: `"12.50"`.
    package static func money(_ minor: Int64) -> JSONValue { .string(Amounts.text(minor)) }

    /// An amount as a number: `12.50`.
    package static func amount(_ minor: Int64) -> JSONValue { .number(text: Amounts.text(minor)) }

    /// The object with some members in the place of, or after, its own.
    package func with(_ changes: [(String, JSONValue)]) -> JSONValue {
        guard case .object(let members) = self else { return self }
        let names = Set(changes.map(\.0))
        return .object(members.filter { !names.contains($0.0) } + changes)
    }
}

/// Amounts of two decimals in minor units.
package enum Amounts {
    /// `12.5` in minor units.
    package static func minor(_ text: String) -> Int64 {
        let parts = text.split(separator: ".")
        let cents = parts.count > 1 ? Int64((parts[1] + "00").prefix(2)) ?? 0 : 0
        return (parts.first.flatMap { Int64($0) } ?? 0) * 100 + cents
    }

    package static func text(_ minor: Int64) -> String {
        let digits = abs(minor) % 100
        return "\(minor < 0 ? "-" : "")\(abs(minor) / 100).\(digits < 10 ? "0" : "")\(digits)"
    }
}
