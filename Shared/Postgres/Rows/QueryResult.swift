/// Shares one result among the rows that read it.
///
/// `@unchecked Sendable`: the handle's pointer is only read from, and libpq's accessors read without locks because a result
/// never changes.
final class QueryResult: @unchecked Sendable {
    let handle: ResultHandle
    let rowCount: Int
    let columnCount: Int
    let statement: StaticString

    init(_ handle: consuming ResultHandle, statement: StaticString) {
        rowCount = handle.rowCount
        columnCount = handle.columnCount
        self.handle = handle
        self.statement = statement
    }
}
