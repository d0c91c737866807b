import Contracts
import FoundationEssentials
import Messaging
import Synchronization

/// The engine's own inbox for an effect that takes something in: effects are made before the engine that runs them.
package final class LateInbox: LocalInbox {
    private let inbox = Mutex<(any LocalInbox)?>(nil)

    package init() {}

    package func open(_ inbox: any LocalInbox) {
        self.inbox.withLock { $0 = inbox }
    }

    package func submit(
        _ message: some Command, id: UUID, orderID: UUID?, channel: String?, trace: TraceContext?
    ) async throws -> LocalReceipt {
        guard let inbox = inbox.withLock({ $0 }) else { throw EngineBusy() }
        return try await inbox.submit(message, id: id, orderID: orderID, channel: channel, trace: trace)
    }
}
