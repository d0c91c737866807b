import Dispatch
import Glibc
import Logging
import ServiceLifecycle
import Synchronization

/// Sees that the process ends: notes when the drain took too long, and ends the process when not even cancelling helps.
///
/// The lifecycle library has a deadline for cancelled services too, but it ends with a trap and a register dump, in
/// which the reason is easily overlooked.
final class DrainDeadline: Service {
    private let deadlines: ShutdownDeadlines
    private let logger: Logger
    private let end: @Sendable () -> Void
    private let passed = Atomic(false)
    private let ended = Atomic(false)

    /// - Parameter end: ends the process on the spot, without running what others registered for its exit.
    init(_ deadlines: ShutdownDeadlines, logger: Logger, end: (@Sendable () -> Void)? = nil) {
        self.deadlines = deadlines
        self.logger = logger
        self.end = end ?? { _exit(ExitCode.failure.rawValue) }
    }

    /// Stands first, so that it is shut down last and is cancelled only when the whole group is.
    func run() async throws {
        await withTaskCancellationHandler {
            try? await gracefulShutdown()
        } onCancel: {
            passed.store(true, ordering: .relaxed)
            armTimer()
        }
    }

    /// The group has ended, so nobody needs the timer any more.
    ///
    /// - Returns: true when it ended only because it was cancelled.
    func conclude() -> Bool {
        ended.store(true, ordering: .relaxed)
        return passed.load(ordering: .relaxed) && !Task.isCancelled
    }

    private func armTimer() {
        let kill = deadlines.kill
        // A queue of its own gets a thread even when blocked services hold all the others.
        DispatchQueue(label: "waybill.drain-deadline").asyncAfter(
            deadline: .now() + .milliseconds(Int(kill / .milliseconds(1)))
        ) { [self] in
            guard !ended.load(ordering: .relaxed) else { return }
            logger.critical("cancelled services did not stop within \(kill.settingText); ending without them")
            end()
        }
    }
}

/// Some work was cut off. It is safe where the engine keeps it, and goes on at the next start.
struct DrainDeadlinePassed: Error, CustomStringConvertible {
    var drain: Duration

    var description: String { "did not drain within \(drain.settingText); what was left was cancelled" }
}
