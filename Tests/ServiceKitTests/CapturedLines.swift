import Contracts
import Logging
import Synchronization

@testable import ServiceKit

/// Log lines kept for looking at.
final class CapturedLines: Sendable {
    private let kept = Mutex<[String]>([])

    var lines: [String] { kept.withLock { $0 } }

    func append(_ line: String) {
        kept.withLock { $0.append(line) }
    }

    func logger(
        service: String = "inventory", label: String = "inventory", level: Logger.Level = .trace,
        format: LogFormat = .json
    ) -> Logger {
        let sink = LogSink { [self] in append(String(decoding: $0, as: UTF8.self)) }
        return Logger(label: label) { label in
            LineLogHandler(
                service: service, label: label, level: level, format: format, sink: sink,
                now: { Timestamp(microseconds: 1_767_225_600_004_000) })
        }
    }
}
