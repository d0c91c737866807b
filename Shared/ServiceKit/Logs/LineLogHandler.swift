import Messaging
import Contracts
import Logging

/// Writes each event as one line: JSON for machines, text for people.
///
/// Metadata is one level deep in the line: a dictionary's members become `outer.inner`. The order id and trace id stand
/// in front, under the same names in every service, so that one search follows an order through all of them.
package struct LineLogHandler: LogHandler {
    package var logLevel: Logger.Level
    package var metadata: Logger.Metadata = [:]
    package var metadataProvider: Logger.MetadataProvider?

    private let service: String
    private let label: String
    private let format: LogFormat
    private let sink: LogSink
    private let now: @Sendable () -> Timestamp

    /// - Parameters:
    ///   - service: the process's name, in every line.
    ///   - label: the logger's label; written only where it differs from the service.
    package init(
        service: String, label: String, level: Logger.Level, format: LogFormat, sink: LogSink = .standardError,
        metadataProvider: Logger.MetadataProvider? = nil, now: @escaping @Sendable () -> Timestamp = { .wallClock }
    ) {
        self.service = service
        self.label = label
        self.logLevel = level
        self.format = format
        self.sink = sink
        self.metadataProvider = metadataProvider
        self.now = now
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var merged = metadata
        if let provided = metadataProvider?.get() { merged.merge(provided) { _, new in new } }
        if let own = event.metadata { merged.merge(own) { _, new in new } }
        if let error = event.error { merged["error"] = "\(error)" }
        let line = LogLine(
            time: now(), level: event.level, service: service, label: label == service ? nil : label,
            message: "\(event.message)", metadata: merged)
        sink.write(format == .json ? line.json : line.text)
    }
}
