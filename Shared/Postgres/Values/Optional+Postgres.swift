extension Optional: PostgresParameter where Wrapped: PostgresParameter {
    public static var postgresType: PostgresType { Wrapped.postgresType }

    public func encode(into encoder: inout PostgresEncoder) {
        switch self {
        case .some(let value): value.encode(into: &encoder)
        case .none: encoder.writeNull()
        }
    }
}

/// Arrays with NULLs in them. `PostgresValue` itself is not for optionals: a column that may be NULL is read by the
/// accessors that say so.
extension Optional: PostgresArrayElement where Wrapped: PostgresValue {
    public static var postgresArrayType: PostgresType { Wrapped.postgresArrayType }

    public static func encodeArray(_ elements: [Wrapped?], into encoder: inout PostgresEncoder) {
        encoder.writeArray(elements)
    }
}

/// NULL of whatever type the SQL asks for: `transaction.send(setNote, id, .null)`.
public struct PostgresNull: PostgresParameter {
    public static var postgresType: PostgresType { .unspecified }

    public init() {}

    public func encode(into encoder: inout PostgresEncoder) {
        encoder.writeNull()
    }
}

extension PostgresParameter where Self == PostgresNull {
    public static var null: PostgresNull { PostgresNull() }
}
