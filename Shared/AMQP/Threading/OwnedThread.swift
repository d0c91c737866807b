import CWaybillSystem
import Glibc

/// A pthread that runs one body and ends. Blocking C calls belong here and never on Swift's own threads: on a machine
/// with two cores two blocked calls stop the process.
enum OwnedThread {
    private final class Start: Sendable {
        let name: String
        let body: @Sendable () -> Void

        init(name: String, body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }
    }

    /// Starts a detached thread; whoever needs its end is told by the body.
    ///
    /// - Throws: `.resources` when the system has no thread left. The body is not run then.
    static func start(name: String, _ body: @escaping @Sendable () -> Void) throws(AMQPError) {
        let start = unsafe Unmanaged.passRetained(Start(name: name, body: body))
        var thread = pthread_t()
        let status = unsafe pthread_create(
            &thread, nil,
            { argument in
                // The body and what it captures are released on this thread, before it ends.
                guard let argument = unsafe argument else { return nil }
                let start = unsafe Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
                unsafe waybill_name_this_thread(start.name)
                start.body()
                return nil
            }, start.toOpaque())
        guard status == 0 else {
            unsafe start.release()
            throw AMQPError(.resources, "cannot start a thread (errno \(status))", isRetriable: true)
        }
        pthread_detach(thread)
    }
}
