public import FoundationEssentials

// One accessor for each type that columns have, and its twin for columns that may be NULL. All of them throw
// ``PostgresError`` with the code `.decoding`, never retriable, as ``PostgresRow/decode(_:as:file:line:)`` does.
extension PostgresRow {
    /// The column as a uuid.
    public func uuid(
        _ column: Int, file: StaticString = #fileID, line: Int = #line
    ) throws(PostgresError) -> UUID {
        try decode(column, file: file, line: line)
    }

    /// The column as a uuid, or nil for NULL.
    public func uuidOrNil(
        _ column: Int, file: StaticString = #fileID, line: Int = #line
    ) throws(PostgresError) -> UUID? {
        try decodeOrNil(column, file: file, line: line)
    }

    /// The column as a text, varchar, name, enum, json or jsonb.
    public func string(
        _ column: Int, file: StaticString = #fileID, line: Int = #line
    ) throws(PostgresError) -> String {
        try decode(column, file: file, line: line)
    }

    /// The column as a text, varchar, name, enum, json or jsonb, or nil for NULL.
    public func stringOrNil(
        _ column: Int, file: StaticString = #fileID, line: Int = #line
    ) throws(PostgresError) -> String? {
        try decodeOrNil(column, file: file, line: line)
    }

    /// The column as an integer that fits in 16 bits.
    public func int16(
        _ column: Int, file: StaticString = #fileID, line: Int = #line
    ) throws(PostgresError) -> Int16 {
        try decode(column, file: file, line: line)
    }

    /// The column as an integer that fits in 16 bits, or nil for NULL.
    public func int16OrNil(
        _ column: Int, file: StaticString = #fileID, line: Int = #line
    ) throws(PostgresError) -> Int16? {
        try decodeOrNil(column, file: file, line: line)
    }

    /// The column as an integer that fits in 32 bits.
    public func int32(
        _ column: Int, file: StaticString = #fileID, line: Int = #line
    ) throws(PostgresError) -> Int32 {
        try decode(column, file: file, line: line)
    }

    /// The column as an integer that fits in 32 bits, or nil for NULL.
    public func int32OrNil(
        _ column: Int, file: StaticString = #fileID, line: Int = #line
    ) throws(PostgresError) -> Int32? {
        try decodeOrNil(column, file: file, line: line)
    }

    /// The column as an integer.
    public func int64(
        _ column: Int, file: StaticString = #fileID, line: Int = #line
    ) throws(PostgresError) -> Int64 {
        try decode(column, file: file, line: line)
    }

    /// The column as an integer, or nil for NULL.
    public func int64OrNil(
        _ column: Int, file: StaticString = #fileID, line: Int = #line
    ) throws(PostgresError) -> Int64? {
        try decodeOrNil(column, file: file, line: line)
    }

    /// The column as an integer.
    public func int(
        _ column: Int, file: StaticString = #fileID, line: Int = #line
    ) throws(PostgresError) -> Int {
        try decode(column, file: file, line: line)
    }

    /// The column as an integer, or nil for NULL.
    public func intOrNil(
        _ column: Int, file: StaticString = #fileID, line: Int = #line
    ) throws(PostgresError) -> Int? {
        try decodeOrNil(column, file: file, line: line)
    }

    /// The column as a bool.
    public func bool(
        _ column: Int, file: StaticString = #fileID, line: Int = #line
    ) throws(PostgresError) -> Bool {
        try decode(column, file: file, line: line)
    }

    /// The column as a bool, or nil for NULL.
    public func boolOrNil(
        _ column: Int, file: StaticString = #fileID, line: Int = #line
    ) throws(PostgresError) -> Bool? {
        try decodeOrNil(column, file: file, line: line)
    }

    /// The column as a float4 or float8.
    public func double(
        _ column: Int, file: StaticString = #fileID, line: Int = #line
    ) throws(PostgresError) -> Double {
        try decode(column, file: file, line: line)
    }

    /// The column as a float4 or float8, or nil for NULL.
    public func doubleOrNil(
        _ column: Int, file: StaticString = #fileID, line: Int = #line
    ) throws(PostgresError) -> Double? {
        try decodeOrNil(column, file: file, line: line)
    }

    /// The column as a bytea.
    public func bytes(
        _ column: Int, file: StaticString = #fileID, line: Int = #line
    ) throws(PostgresError) -> [UInt8] {
        try decode(column, file: file, line: line)
    }

    /// The column as a bytea, or nil for NULL.
    public func bytesOrNil(
        _ column: Int, file: StaticString = #fileID, line: Int = #line
    ) throws(PostgresError) -> [UInt8]? {
        try decodeOrNil(column, file: file, line: line)
    }

    /// A timestamptz in microseconds since 1970-01-01 UTC.
    public func timestamp(
        _ column: Int, file: StaticString = #fileID, line: Int = #line
    ) throws(PostgresError) -> Int64 {
        try decode(column, as: PostgresTimestamp.self, file: file, line: line).microseconds
    }

    /// A timestamptz in microseconds since 1970-01-01 UTC, or nil for NULL.
    public func timestampOrNil(
        _ column: Int, file: StaticString = #fileID, line: Int = #line
    ) throws(PostgresError) -> Int64? {
        try decodeOrNil(column, as: PostgresTimestamp.self, file: file, line: line)?.microseconds
    }

    /// The text of a jsonb or json, in UTF-8.
    public func json(
        _ column: Int, file: StaticString = #fileID, line: Int = #line
    ) throws(PostgresError) -> [UInt8] {
        try decode(column, as: PostgresJSON.self, file: file, line: line).bytes
    }

    /// The text of a jsonb or json, in UTF-8, or nil for NULL.
    public func jsonOrNil(
        _ column: Int, file: StaticString = #fileID, line: Int = #line
    ) throws(PostgresError) -> [UInt8]? {
        try decodeOrNil(column, as: PostgresJSON.self, file: file, line: line)?.bytes
    }
}
