import CLibPQ
import Glibc
import Logging

extension ConnectionHandle {
    /// Connects, within the configuration's time-out, and enters pipeline mode.
    ///
    /// Looking up a host's name is done by libpq in one blocking call that this limit does not cover.
    /// - Throws: ``PostgresError`` `.connection`, with the SQLSTATE when it was the server that refused.
    static func open(_ configuration: PostgresConfiguration, logger: Logger) throws(PostgresError) -> ConnectionHandle {
        guard let pointer = unsafe startConnecting(configuration) else {
            throw PostgresError(.connection, "no memory for a connection")
        }
        let connection = unsafe ConnectionHandle(pointer, logger: logger)
        guard !connection.isBroken else { throw connection.refusal(configuration) }
        // Verbose messages carry the SQLSTATE, which libpq offers in no other way while it connects.
        connection.setErrorVerbosity(PQERRORS_VERBOSE)
        try connection.finishConnecting(configuration)
        connection.setErrorVerbosity(PQERRORS_DEFAULT)
        guard connection.setNonBlocking(), connection.enterPipeline() else {
            throw PostgresError(.connection, connection.errorMessage)
        }
        return connection
    }

    private static func startConnecting(_ configuration: PostgresConfiguration) -> OpaquePointer? {
        let keywords = configuration.libpqKeywords
        let names = CStringArray(keywords.map(\.0))
        let values = CStringArray(keywords.map(\.1))
        return unsafe names.withPointers { names in
            unsafe values.withPointers { values in
                unsafe PQconnectStartParams(names, values, 0)
            }
        }
    }

    private borrowing func finishConnecting(_ configuration: PostgresConfiguration) throws(PostgresError) {
        let limit = configuration.connectTimeout
        let deadline = limit > .zero ? ContinuousClock.now + limit : nil
        // libpq wants the first wait to be for writing.
        var state = PGRES_POLLING_WRITING
        while state != PGRES_POLLING_OK {
            guard state != PGRES_POLLING_FAILED else { throw refusal(configuration) }
            let reading = state == PGRES_POLLING_READING
            guard wait(reading: reading, writing: !reading, until: deadline) else {
                throw PostgresError(
                    .connection, "\(configuration.host):\(configuration.port) did not answer within \(limit)")
            }
            state = unsafe withPointer { unsafe PQconnectPoll($0) }
        }
    }

    private borrowing func setErrorVerbosity(_ verbosity: PGVerbosity) {
        unsafe withPointer { connection in _ = unsafe PQsetErrorVerbosity(connection, verbosity) }
    }

    private borrowing func refusal(_ configuration: PostgresConfiguration) -> PostgresError {
        var message = errorMessage
        // What follows is the place in the server's source.
        if let location = message.firstRange(of: "; LOCATION:") {
            message = String(message[..<location.lowerBound])
        }
        // libpq checks its own settings before it opens a socket, and says so in these words.
        let isSetting = message.hasPrefix("invalid ") || message.contains("root certificate file")
        return PostgresError(isSetting ? .configuration : .connection, message, sqlState: Self.sqlState(in: message))
    }

    /// Finds the “28P01” in “FATAL:  28P01: password authentication failed”.
    static func sqlState(in message: String) -> String? {
        guard let start = message.firstRange(of: ":  ")?.upperBound else { return nil }
        let state = message[start...].prefix { $0 != ":" }
        let isState = state.utf8.count == 5 && state.allSatisfy { $0.isASCII && ($0.isNumber || $0.isUppercase) }
        return isState ? String(state) : nil
    }
}

/// A C array of C strings with a null at its end, freed with the value.
@safe
private struct CStringArray: ~Copyable {
    private let storage: UnsafeMutablePointer<UnsafePointer<CChar>?>
    private let count: Int

    init(_ strings: [String]) {
        count = strings.count
        unsafe storage = .allocate(capacity: count + 1)
        unsafe storage.initialize(repeating: nil, count: count + 1)
        for (index, string) in strings.enumerated() {
            unsafe storage[index] = unsafe UnsafePointer(strdup(string))
        }
    }

    deinit {
        for index in 0..<count {
            unsafe free(UnsafeMutablePointer(mutating: storage[index]))
        }
        unsafe storage.deallocate()
    }

    borrowing func withPointers<Result>(_ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Result) -> Result {
        unsafe body(UnsafePointer(storage))
    }
}
