/// A value that can be sent as a parameter, in binary form.
///
/// `Bool`, `Int16`, `Int32`, `Int64`, `Int` (int8), `Double`, `String` (text), `UUID`, `[UInt8]` (bytea),
/// ``PostgresTimestamp`` (timestamptz) and ``PostgresJSON`` (jsonb) can, optionals of them, arrays of them, arrays with
/// optionals in them, and `.null`. An array is a parameter like any other: `transaction.send(insertInbox, ids, hashes, slot)`.
public protocol PostgresParameter: Sendable {
    /// The type that the value is declared to the server as.
    static var postgresType: PostgresType { get }

    func encode(into encoder: inout PostgresEncoder)
}

/// A value that arrays of can be sent.
public protocol PostgresArrayElement: Sendable {
    static var postgresArrayType: PostgresType { get }

    static func encodeArray(_ elements: [Self], into encoder: inout PostgresEncoder)
}

/// A value that can be read from a column.
public protocol PostgresDecodable: Sendable {
    /// Nil when the column's type or content does not fit; the caller reports where it was.
    init?(postgres cell: PostgresCell)
}

/// A value for parameters, array elements and columns alike.
///
/// A `RawRepresentable` whose raw value is one (an enum of strings, an identifier around a `UUID`) needs no more than the
/// conformance: `extension SiteCode: PostgresValue {}`.
public protocol PostgresValue: PostgresParameter, PostgresArrayElement, PostgresDecodable {}

extension PostgresValue {
    public static func encodeArray(_ elements: [Self], into encoder: inout PostgresEncoder) {
        encoder.writeArray(elements)
    }
}

extension RawRepresentable where Self: PostgresValue, RawValue: PostgresValue {
    public static var postgresType: PostgresType { RawValue.postgresType }
    public static var postgresArrayType: PostgresType { RawValue.postgresArrayType }

    public func encode(into encoder: inout PostgresEncoder) {
        rawValue.encode(into: &encoder)
    }

    public init?(postgres cell: PostgresCell) {
        guard let rawValue = RawValue(postgres: cell) else { return nil }
        self.init(rawValue: rawValue)
    }
}
