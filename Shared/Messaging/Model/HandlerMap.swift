public import Contracts
public import FoundationEssentials

/// Which handler a message type has: the table of contents of a service.
public struct HandlerMap<Store: ServiceStore>: Sendable {
    /// A message whose payload is decoded and whose needs are known, ready to be decided.
    public typealias Decision = @Sendable (HandlerContext, inout Store.Rows, inout Outcome) throws -> Void
    typealias Preparation = @Sendable (ReceivedMessage, inout Store.Keys) throws -> Decision

    /// What is said about a message that cannot be read: its routing key, its bytes, and whatever is to be sent.
    public typealias Apology = @Sendable (HandlerContext, _ bytes: [UInt8], inout Outcome) -> Void

    /// What is said about a message whose id was used before with another content. `id` is made of that id and this
    /// content: what is sent is to be derived from it and kept under it, so that the answer to the first stays what it was.
    public typealias Refusal = @Sendable (HandlerContext, _ id: UUID, inout Outcome) -> Void

    private var preparations: [MessageType: Preparation] = [:]
    private(set) var apology: Apology?
    private(set) var refusal: Refusal?

    public init() {}

    /// Adds a handler for its payload's type.
    public func on<Handler: MessageHandler>(_: Handler.Type) -> Self where Handler.Store == Store {
        var copy = self
        copy.preparations[Handler.Payload.type] = { message, keys in
            let payload = try message.payload(Handler.Payload.self)
            Handler.keys(of: payload, message.envelope, into: &keys)
            return { context, rows, out in try Handler.handle(payload, context, &rows, &out) }
        }
        return copy
    }

    /// Answers whoever sent what cannot be read; it is parked all the same.
    public func onUnreadable(_ apology: @escaping Apology) -> Self {
        var copy = self
        copy.apology = apology
        return copy
    }

    /// Answers whoever used an id twice for different things; the second is parked all the same.
    public func onContentDiffers(_ refusal: @escaping Refusal) -> Self {
        var copy = self
        copy.refusal = refusal
        return copy
    }

    public var types: Set<MessageType> { Set(preparations.keys) }

    /// Decodes the payload and gathers what the message needs.
    /// - Throws: `JSONError` for a payload that does not fit its type; ``HandlerError/unknownType(_:)``.
    package func prepare(_ message: ReceivedMessage, _ keys: inout Store.Keys) throws -> Decision {
        guard let preparation = preparations[message.type] else { throw HandlerError.unknownType(message.type) }
        return try preparation(message, &keys)
    }
}
