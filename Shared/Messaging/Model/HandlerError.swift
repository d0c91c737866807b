import Contracts

/// Why a handler did not take a message.
public struct HandlerError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Stable, lower case with underscores; parked work is grouped by it.
    public let code: String
    public let message: String
    /// Whether trying again later can help. What cannot be helped is parked at once.
    public let isRetriable: Bool

    public init(code: String, message: String, isRetriable: Bool) {
        self.code = code
        self.message = message
        self.isRetriable = isRetriable
    }

    /// Parks the message for an operator.
    public static func park(_ code: String, _ message: String) -> HandlerError {
        HandlerError(code: code, message: message, isRetriable: false)
    }

    /// Tries the message again after a growing delay, and parks it after too many attempts.
    public static func retry(_ code: String, _ message: String) -> HandlerError {
        HandlerError(code: code, message: message, isRetriable: true)
    }

    static func unknownType(_ type: MessageType) -> HandlerError {
        park("unknown_type", "no handler for \(type.rawValue) in this service")
    }

    public var description: String { "\(code): \(message)" }
}
