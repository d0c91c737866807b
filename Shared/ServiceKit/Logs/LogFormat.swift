/// How a log line looks.
public enum LogFormat: String, Sendable {
    /// One JSON object per line.
    case json
    /// For people at a terminal.
    case text
}
