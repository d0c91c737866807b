/// One row of a result. Columns are counted from 0, in the order of the SELECT or RETURNING list.
public struct PostgresRow: Sendable {
    let result: QueryResult
    let row: Int

    /// Reads a column that is never NULL.
    /// - Throws: ``PostgresError`` `.decoding`, not retriable, for NULL or another type; it names statement and column.
    public func decode<Value: PostgresDecodable>(
        _ column: Int, as: Value.Type = Value.self, file: StaticString = #fileID, line: Int = #line
    ) throws(PostgresError) -> Value {
        guard let cell = try cell(column, file, line) else {
            throw failure(column, "is NULL; expected \(Value.self)", file, line)
        }
        guard let value = Value(postgres: cell) else { throw mismatch(column, "\(Value.self)", cell, file, line) }
        return withExtendedLifetime(result) { value }
    }

    /// Reads a column that may be NULL.
    /// - Throws: ``PostgresError`` `.decoding`, not retriable, for another type.
    public func decodeOrNil<Value: PostgresDecodable>(
        _ column: Int, as: Value.Type = Value.self, file: StaticString = #fileID, line: Int = #line
    ) throws(PostgresError) -> Value? {
        guard let cell = try cell(column, file, line) else { return nil }
        guard let value = Value(postgres: cell) else { throw mismatch(column, "\(Value.self)", cell, file, line) }
        return withExtendedLifetime(result) { value }
    }

    /// Reads a one-dimensional array with nil for its NULLs.
    /// - Throws: ``PostgresError`` `.decoding`, not retriable, for NULL as a whole or another type.
    public func nullableArray<Element: PostgresDecodable>(
        _ column: Int, of: Element.Type = Element.self, file: StaticString = #fileID, line: Int = #line
    ) throws(PostgresError) -> [Element?] {
        guard let cell = try cell(column, file, line) else {
            throw failure(column, "is NULL; expected an array of \(Element.self)", file, line)
        }
        guard let elements = cell.array(of: Element.self) else {
            throw mismatch(column, "an array of \(Element.self)", cell, file, line)
        }
        return withExtendedLifetime(result) { elements }
    }

    /// Reads a one-dimensional array without NULLs.
    /// - Throws: ``PostgresError`` `.decoding`, not retriable, for NULL, NULLs among the elements, or another type.
    public func array<Element: PostgresDecodable>(
        _ column: Int, of: Element.Type = Element.self, file: StaticString = #fileID, line: Int = #line
    ) throws(PostgresError) -> [Element] {
        let nullable: [Element?] = try nullableArray(column, file: file, line: line)
        let elements = nullable.compactMap { $0 }
        guard elements.count == nullable.count else {
            throw failure(column, "has NULL elements; expected an array of \(Element.self)", file, line)
        }
        return elements
    }

    private func cell(_ column: Int, _ file: StaticString, _ line: Int) throws(PostgresError) -> PostgresCell? {
        guard column >= 0 && column < result.columnCount else {
            throw failure(column, "does not exist; there are \(result.columnCount)", file, line)
        }
        return result.handle.cell(row: row, column: column)
    }

    private func mismatch(
        _ column: Int, _ expected: String, _ cell: PostgresCell, _ file: StaticString, _ line: Int
    ) -> PostgresError {
        // A sum of int8 is the usual surprise.
        let advice = cell.type == .numeric ? "; cast it in the SQL" : ""
        return failure(column, "is not readable as \(expected); it is \(cell.type)\(advice)", file, line)
    }

    private func failure(_ column: Int, _ problem: String, _ file: StaticString, _ line: Int) -> PostgresError {
        let exists = column >= 0 && column < result.columnCount
        let name = exists ? " (\(result.handle.columnName(column)))" : ""
        return PostgresError(
            .decoding, "column \(column)\(name) \(problem)", statement: "\(result.statement)", file: file, line: line)
    }
}
