/// A thread that we own, as a serial executor: an actor whose `unownedExecutor` this is runs all its methods there.
///
/// Blocking C calls belong on such a thread; on the default executor two of them stop a two-core process.
/// Jobs run one at a time in the order in which they were enqueued. The thread starts with the first job and ends after
/// ``stop()`` or when the executor is freed, in both cases not before the queue is empty.
///
/// ```swift
/// actor Connection {
///     private let executor = ThreadExecutor(name: "postgres")
///     nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
/// }
/// ```
public final class ThreadExecutor: SerialExecutor {
    private let queue: JobQueue

    /// - Parameter name: shown by `top -H` and in core dumps, cut to 15 bytes.
    public init(name: String) {
        queue = JobQueue(name: name)
    }

    deinit {
        // Reached on the thread itself when its last job held the last reference, so this must not wait.
        queue.stop()
    }

    public func enqueue(_ job: consuming ExecutorJob) {
        // Every unowned job is run exactly once, by `JobQueue.runJobs()`.
        queue.append(UnownedJob(job), on: self)
    }

    public func asUnownedSerialExecutor() -> UnownedSerialExecutor {
        unsafe UnownedSerialExecutor(ordinary: self)
    }

    public func checkIsolated() {
        precondition(isCurrent, "this is not the thread of the executor “\(queue.name)”")
    }

    public func isIsolatingCurrentContext() -> Bool? {
        isCurrent
    }

    /// True on the executor's own thread.
    public var isCurrent: Bool {
        queue.isCurrentThread
    }

    /// Ends the thread once the queue is empty. Returns at once; may be called from anywhere, and more than once.
    ///
    /// A job that comes later still runs, since an actor that hangs is worse than a thread too many: the thread is
    /// started again for it and ends with it.
    public func stop() {
        queue.stop()
    }

    /// Waits until the thread has ended. Blocks the caller, who must not be on the executor's own thread.
    ///
    /// Returns at once if the thread does not run; without a ``stop()``, now or later, it waits for ever.
    @available(*, noasync, message: "blocks the thread of the caller")
    public func join() {
        precondition(!isCurrent, "a thread cannot wait for its own end")
        queue.waitUntilStopped()
    }
}
