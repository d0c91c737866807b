/// What went wrong with a database, a statement or a value read.
///
/// ``message`` and ``detail`` are the server's own and may quote rows and parameters, which may be personal data.
/// Descriptions leave them out wherever that can be; log the error, not its fields.
public struct PostgresError: Error {
    public var code: Code
    /// The five characters of the SQLSTATE when the server said one.
    public var sqlState: String?
    public var message: String
    public var detail: String?
    public var constraint: String?
    public var table: String?
    public var column: String?
    /// Where in the SQL text the server saw the error, in characters from 1.
    public var position: Int?
    /// The name of the ``Statement``.
    public var statement: String?
    public var file: String
    public var line: Int

    public init(
        _ code: Code, _ message: String, sqlState: String? = nil, statement: String? = nil,
        file: StaticString = #fileID, line: Int = #line
    ) {
        self.code = code
        self.message = message
        self.sqlState = sqlState
        self.statement = statement
        self.file = "\(file)"
        self.line = line
    }
}

extension PostgresError {
    /// A kind of error; the set is open.
    public struct Code: RawRepresentable, Hashable, Sendable {
        public let rawValue: String

        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// A setting that no retry will make right.
        public static let configuration = Code(rawValue: "configuration")
        /// No connection, or it was lost before a COMMIT was sent.
        public static let connection = Code(rawValue: "connection")
        /// The server refused a statement; the connection goes on.
        public static let server = Code(rawValue: "server")
        /// The connection was lost with a COMMIT under way: it may have happened or not.
        public static let commitUnknown = Code(rawValue: "commit_unknown")
        /// A column is not what the reader expects.
        public static let decoding = Code(rawValue: "decoding")
        /// A value cannot be sent.
        public static let encoding = Code(rawValue: "encoding")
        /// The caller used a transaction or connection in a way it does not allow.
        public static let misuse = Code(rawValue: "misuse")
        /// The server's answer is none that the protocol allows here.
        public static let protocolViolation = Code(rawValue: "protocol_violation")
        /// A migration is unknown, altered, out of order, or failed.
        public static let migration = Code(rawValue: "migration")
    }
}

extension PostgresError: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String {
        var parts: [String] = []
        if let sqlState { parts.append("SQLSTATE \(sqlState)") }
        if isMessageFreeOfValues { parts.append(message) }
        if let statement { parts.append("statement \(statement)") }
        if let constraint { parts.append("constraint \(constraint)") }
        if let table { parts.append("table \(table)") }
        if let column { parts.append("column \(column)") }
        if let position { parts.append("at character \(position)") }
        return "PostgresError(\(code.rawValue)): \(parts.joined(separator: ", ")) [\(file):\(line)]"
    }

    public var debugDescription: String { description }

    /// Keeps messages with values out of `dump` and of test failures.
    public var customMirror: Mirror { Mirror(self, children: ["description": description]) }

    /// The server quotes values in data exceptions (22), in messages of triggers and functions (P0) and in internal
    /// errors (XX). In the classes below its primary message names nothing but objects of the schema.
    private var isMessageFreeOfValues: Bool {
        guard let sqlState else { return true }
        return Self.classesWithoutValues.contains(String(sqlState.prefix(2)))
    }

    private static let classesWithoutValues: Set<String> = [
        "08", "0A", "23", "25", "26", "28", "3D", "3F", "40", "42", "53", "54", "55", "57", "58",
    ]
}
