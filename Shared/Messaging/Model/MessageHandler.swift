public import Contracts

/// What a service does about one message type. Pure: rows, message and context in; changed rows and messages out.
public protocol MessageHandler: Sendable {
    associatedtype Store: ServiceStore
    associatedtype Payload: MessagePayload

    /// Adds what this message needs to be loaded.
    static func keys(of message: Payload, _ envelope: Envelope, into keys: inout Store.Keys)

    /// Decides. No I/O, no clock, no randomness: time and ids come from the context.
    /// - Throws: ``HandlerError`` when the message must be tried again later or parked; whatever else is thrown counts
    ///   as "try again later". The rows are then as if the message had not come.
    static func handle(
        _ message: Payload, _ context: HandlerContext, _ rows: inout Store.Rows, _ out: inout Outcome
    ) throws
}
