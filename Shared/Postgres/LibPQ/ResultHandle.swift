import CLibPQ

/// Owns one `PGresult`. libpq never changes a result after it handed it out, and it does not belong to the connection's
/// thread.
@safe
struct ResultHandle: ~Copyable {
    private let result: OpaquePointer

    /// Takes ownership.
    init(_ result: OpaquePointer) {
        unsafe self.result = unsafe result
    }

    deinit {
        unsafe PQclear(result)
    }

    var status: ExecStatusType { unsafe PQresultStatus(result) }
    var rowCount: Int { Int(unsafe PQntuples(result)) }
    var columnCount: Int { Int(unsafe PQnfields(result)) }

    /// The rows that an INSERT, UPDATE, DELETE, MERGE or SELECT touched; 0 for anything else.
    var affected: Int {
        unsafe Int(String(cString: PQcmdTuples(result))) ?? 0
    }

    /// Such as `INSERT 0 1` or `COMMIT`.
    var commandTag: String {
        unsafe String(cString: PQcmdStatus(result))
    }

    func columnName(_ column: Int) -> String {
        guard let name = unsafe PQfname(result, Int32(column)) else { return "?" }
        return unsafe String(cString: name)
    }

    func columnType(_ column: Int) -> PostgresType {
        PostgresType(rawValue: unsafe PQftype(result, Int32(column)))
    }

    /// Nil for NULL. The row and the column must exist. Valid while the handle lives.
    func cell(row: Int, column: Int) -> PostgresCell? {
        let (row, column) = (Int32(row), Int32(column))
        guard unsafe PQgetisnull(result, row, column) == 0, let start = unsafe PQgetvalue(result, row, column) else {
            return nil
        }
        let length = Int(unsafe PQgetlength(result, row, column))
        return unsafe PostgresCell(
            type: PostgresType(rawValue: PQftype(result, column)),
            bytes: UnsafeRawBufferPointer(start: start, count: length))
    }

    func field(_ field: DiagnosticField) -> String? {
        guard let text = unsafe PQresultErrorField(result, field.rawValue) else { return nil }
        return unsafe String(cString: text)
    }

    /// libpq's own words, for errors that did not come from the server.
    var errorMessage: String {
        unsafe String(cString: PQresultErrorMessage(result)).onOneLine
    }
}

/// The fields of an error report; C has them as character macros.
enum DiagnosticField: Int32 {
    /// Not translated, unlike `S`.
    case severity = 0x56  // V
    case sqlState = 0x43  // C
    case message = 0x4D  // M
    case detail = 0x44  // D
    case position = 0x50  // P
    case table = 0x74  // t
    case column = 0x63  // c
    case constraint = 0x6E  // n
}

extension String {
    /// libpq ends its messages with a newline and puts hints on lines of their own.
    var onOneLine: String {
        split(whereSeparator: \.isNewline).joined(separator: "; ")
    }
}
