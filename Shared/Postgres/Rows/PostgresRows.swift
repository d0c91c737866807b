/// The rows that a statement returned. They stay valid for as long as they are held, on any thread.
public struct PostgresRows: RandomAccessCollection, Sendable {
    private let result: QueryResult

    init(_ result: QueryResult) {
        self.result = result
    }

    /// How many rows an INSERT, UPDATE or DELETE changed, or a SELECT returned.
    public var affected: Int { result.handle.affected }

    public var startIndex: Int { 0 }
    public var endIndex: Int { result.rowCount }

    public subscript(position: Int) -> PostgresRow {
        precondition(position >= 0 && position < result.rowCount, "row \(position) of \(result.rowCount)")
        return PostgresRow(result: result, row: position)
    }
}
