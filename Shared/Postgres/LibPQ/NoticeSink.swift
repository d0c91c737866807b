import CLibPQ
import Logging

/// Takes the server's notices and warnings, which libpq would print to standard error.
final class NoticeSink {
    private let logger: Logger

    init(logger: Logger) {
        self.logger = logger
    }

    /// The sink must outlive the connection: libpq keeps a pointer to it.
    func attach(to connection: OpaquePointer) {
        unsafe PQsetNoticeReceiver(
            connection,
            { context, result in
                guard let context = unsafe context, let result = unsafe result else { return }
                let sink = unsafe Unmanaged<NoticeSink>.fromOpaque(context).takeUnretainedValue()
                unsafe sink.log(result)
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    /// The result is libpq's own and is cleared by it.
    private func log(_ result: OpaquePointer) {
        guard logger.logLevel <= .debug,
            let message = unsafe PQresultErrorField(result, DiagnosticField.message.rawValue)
        else { return }
        logger.debug("database notice", metadata: ["notice": unsafe "\(String(cString: message))"])
    }
}
