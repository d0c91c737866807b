public import Contracts
public import WireJSON

/// Does one kind of effect: the adapter of a gateway.
///
/// It may run several calls at once and is called again with the same key after a crash or a time-out; the other side
/// must be given the key as its idempotency key, or be asked first when the call is a repeat.
public protocol EffectPerformer: Sendable {
    /// How many calls run side by side in one process.
    var concurrency: Int { get }

    /// Whether calls go on until the other side has answered: what undoes must not be left undone. After as many attempts
    /// as park others an alarm is logged with each.
    var isInsistent: Bool { get }

    /// - Returns: the answer as JSON; it is stored and handed to the service's handler of ``EffectResult``.
    /// - Throws: ``EffectFailure``; whatever else is thrown counts as retriable.
    func perform(_ call: EffectCall) async throws -> [UInt8]
}

extension EffectPerformer {
    public var concurrency: Int { 16 }
    public var isInsistent: Bool { false }
}

/// One attempt at an effect.
public struct EffectCall: Sendable {
    public let kind: String
    /// The idempotency key.
    public let key: String
    public let request: JSONNode
    /// 1 for the first.
    public let attempt: Int
    /// The outcome of an earlier attempt may be unknown: ask before repeating. Not so after attempts alone that are known to have
    /// left nothing.
    public let isRepeat: Bool
    /// Of the command that asked for it, to be handed on where the other side's protocol can carry it.
    public let trace: TraceContext?

    /// - Parameter isRepeat: nil when nothing is known of the attempts before.
    public init(
        kind: String, key: String, request: JSONNode, attempt: Int, isRepeat: Bool? = nil, trace: TraceContext? = nil
    ) {
        self.kind = kind
        self.key = key
        self.request = request
        self.attempt = attempt
        self.isRepeat = isRepeat ?? (attempt > 1)
        self.trace = trace
    }
}

/// Why an effect did not succeed.
public struct EffectFailure: Error, Hashable, Sendable {
    public let code: String
    public let message: String
    /// Final: the handler is told. Otherwise the call is repeated with growing delays, and parked after too many.
    public let isFinal: Bool
    /// Not final, and of no use to repeat as things are: parked at once, until a person has it tried again.
    public let needsPerson: Bool
    /// The other side asks to be left alone for so long.
    public let retryAfter: Duration?
    /// The other side works, and has said when it has room: the call is repeated then, however often that was so before.
    public let isLimit: Bool
    /// It is known that nothing of the attempt has come about at the other side, nor ever will.
    public let leftNothing: Bool

    /// - Parameter isLimit: counts only with `retryAfter`.
    public init(
        code: String, message: String, isFinal: Bool, needsPerson: Bool = false, retryAfter: Duration? = nil,
        isLimit: Bool = false, leftNothing: Bool = false
    ) {
        self.code = code
        self.message = message
        self.isFinal = isFinal
        self.needsPerson = needsPerson
        self.retryAfter = retryAfter
        self.isLimit = isLimit
        self.leftNothing = leftNothing
    }
}
