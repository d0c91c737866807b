import CLibPQ
import Glibc
import Logging

/// Owns one `PGconn`, non-blocking and, once opened, in pipeline mode. All calls come from one thread at a time.
@safe
struct ConnectionHandle: ~Copyable {
    private let connection: OpaquePointer
    /// Kept alive for libpq.
    private let notices: NoticeSink

    /// Takes ownership of a connection that was started.
    init(_ connection: OpaquePointer, logger: Logger) {
        unsafe self.connection = unsafe connection
        notices = NoticeSink(logger: logger)
        unsafe notices.attach(to: connection)
    }

    deinit {
        unsafe PQfinish(connection)
    }

    /// Hands the pointer to the steps of connecting, which are in a file of their own.
    borrowing func withPointer<Result>(_ body: (OpaquePointer) -> Result) -> Result {
        unsafe body(connection)
    }

    var isBroken: Bool { unsafe PQstatus(connection) == CONNECTION_BAD }
    var isIdle: Bool { unsafe PQtransactionStatus(connection) == PQTRANS_IDLE }
    var isInTransaction: Bool { unsafe PQtransactionStatus(connection) == PQTRANS_INTRANS }
    var backendID: Int32 { unsafe PQbackendPID(connection) }
    var errorMessage: String { unsafe String(cString: PQerrorMessage(connection)).onOneLine }

    func setNonBlocking() -> Bool { unsafe PQsetnonblocking(connection, 1) == 0 }
    func enterPipeline() -> Bool { unsafe PQenterPipelineMode(connection) == 1 }
    func exitPipeline() -> Bool { unsafe PQexitPipelineMode(connection) == 1 }

    // The send functions only fill libpq's buffer; false means that the connection is broken or memory is short.

    func sendPrepare(name: String, sql: StaticString, types: [UInt32]) -> Bool {
        sql.withUTF8Buffer { text in
            // A static string of more than one scalar ends with a zero byte, as C wants it.
            unsafe text.withMemoryRebound(to: CChar.self) { text in
                unsafe PQsendPrepare(connection, name, text.baseAddress, Int32(types.count), types) == 1
            }
        }
    }

    func sendPrepared(name: String, parameters: inout ParameterList) -> Bool {
        unsafe parameters.withCArrays { count, values, lengths, formats in
            unsafe PQsendQueryPrepared(connection, name, count, values, lengths, formats, 1) == 1
        }
    }

    /// One or more statements as text by the simple protocol, outside pipeline mode.
    func sendScript(_ script: String) -> Bool { unsafe PQsendQuery(connection, script) == 1 }

    // COPY, outside pipeline mode. As with all sending, libpq only fills its buffer; false means that it cannot.

    func putCopyData(_ bytes: [UInt8]) -> Bool {
        unsafe bytes.withUnsafeBytes { bytes in
            unsafe PQputCopyData(
                connection, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count)) == 1
        }
    }

    /// - Parameter reason: why the rows are not to be kept; nil when they are.
    func putCopyEnd(reason: String?) -> Bool { unsafe PQputCopyEnd(connection, reason) == 1 }

    enum CopyData {
        case row([UInt8])
        case later
        case end
        case failed
    }

    func getCopyData() -> CopyData {
        var start: UnsafeMutablePointer<CChar>?
        let length = unsafe PQgetCopyData(connection, &start, 1)
        switch length {
        case 0: return .later
        case -1: return .end
        case 1...:
            guard let start = unsafe start else { return .failed }
            defer { unsafe PQfreemem(start) }
            let bytes = unsafe UnsafeRawBufferPointer(start: start, count: Int(length))
            return .row(unsafe Array(bytes.last == 0x0A ? bytes.dropLast() : bytes[...]))
        default: return .failed
        }
    }

    /// Ends a pipeline's unit: the server answers all of it and after an error goes on from here.
    func sendSync() -> Bool { unsafe PQpipelineSync(connection) == 1 }

    /// Makes the server send what it has so far.
    func sendFlushRequest() -> Bool { unsafe PQsendFlushRequest(connection) == 1 }

    enum Flush {
        case done
        case pending
        case failed
    }

    func flush() -> Flush {
        switch unsafe PQflush(connection) {
        case 0: .done
        case 1: .pending
        default: .failed
        }
    }

    /// True if ``nextResult()`` would block.
    var isBusy: Bool { unsafe PQisBusy(connection) != 0 }

    func consumeInput() -> Bool { unsafe PQconsumeInput(connection) == 1 }

    func nextResult() -> ResultHandle? {
        guard let result = unsafe PQgetResult(connection) else { return nil }
        return unsafe ResultHandle(result)
    }

    /// Whether the socket has something to read, the end of the connection among it. Does not wait.
    var isReadable: Bool {
        var descriptor = pollfd(fd: unsafe PQsocket(connection), events: Int16(POLLIN), revents: 0)
        return unsafe poll(&descriptor, 1, 0) > 0
    }

    /// Sleeps until the socket is readable, or writable where that is asked for.
    /// - Returns: false if the deadline passed first.
    func wait(reading: Bool = true, writing: Bool, until deadline: ContinuousClock.Instant?) -> Bool {
        let events = (reading ? POLLIN : 0) | (writing ? POLLOUT : 0)
        var descriptor = pollfd(fd: unsafe PQsocket(connection), events: Int16(events), revents: 0)
        while true {
            var milliseconds: Int32 = -1
            if let deadline {
                let left = ContinuousClock.now.duration(to: deadline).wholeMilliseconds
                guard left > 0 else { return false }
                milliseconds = Int32(clamping: left)
            }
            let ready = unsafe poll(&descriptor, 1, milliseconds)
            // An error of the socket counts as ready: the read that follows says what it is.
            if ready > 0 || (ready < 0 && errno != EINTR) { return true }
        }
    }
}
