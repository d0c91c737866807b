/// A value in a header table or in a queue's arguments.
///
/// Decoding maps every integer width to `int64` (an unsigned one that does not fit to `double`), decimals to `double`
/// and time stamps to `int64` seconds; void entries are left out.
public enum HeaderValue: Sendable, Hashable {
    case string(String)
    case int64(Int64)
    case bool(Bool)
    case double(Double)
    case table([String: HeaderValue])
    case array([HeaderValue])
    case bytes([UInt8])
}

extension HeaderValue {
    public var string: String? {
        if case .string(let value) = self { value } else { nil }
    }

    public var int64: Int64? {
        if case .int64(let value) = self { value } else { nil }
    }

    public var bool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }
}

extension HeaderValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
    public init(stringLiteral value: String) { self = .string(value) }
    public init(integerLiteral value: Int64) { self = .int64(value) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
}
