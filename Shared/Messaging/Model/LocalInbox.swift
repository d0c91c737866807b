public import Contracts
public import FoundationEssentials

/// The way in for what does not come over the broker, such as a webhook: handled by the same engine in the same batches.
public protocol LocalInbox: Sendable {
    /// Hands a message to the service's own handlers and returns when it is committed.
    /// - Parameters:
    ///   - id: the same for the same thing, so that a repeat is recognised.
    ///   - orderID: nil for none.
    /// - Returns: what became of it.
    /// - Throws: ``EngineBusy`` or ``EngineStopped`` when it could not be committed; the sender must be told to try again.
    func submit(
        _ message: some Command, id: UUID, orderID: UUID?, channel: String?, trace: TraceContext?
    ) async throws -> LocalReceipt
}

/// What became of a local message, after the commit.
public enum LocalReceipt: Hashable, Sendable {
    case applied
    case repeated
    /// Kept for another try, or for an operator.
    case kept(reason: String)
}
