import CWaybillSystem
import Glibc

/// The jobs of one ``ThreadExecutor`` and the thread that runs them.
///
/// The thread holds the queue, not the executor, so that an executor nobody uses can be freed, which ends the thread.
/// While jobs wait or run, the queue holds the executor too: a running job's executor must not go away under it.
///
/// `@unchecked Sendable`: every mutable property is touched only between `monitor.lock()` and `monitor.unlock()`.
@safe
final class JobQueue: @unchecked Sendable {
    let name: String
    private let monitor = Monitor()
    private var waiting: [UnownedJob] = []
    private var owner: ThreadExecutor?
    private var thread: pthread_t?
    private var isStopping = false

    init(name: String) {
        self.name = name
    }

    var isCurrentThread: Bool {
        monitor.lock()
        defer { monitor.unlock() }
        guard let thread else { return false }
        return pthread_equal(thread, pthread_self()) != 0
    }

    func append(_ job: UnownedJob, on executor: ThreadExecutor) {
        monitor.lock()
        defer { monitor.unlock() }
        waiting.append(job)
        owner = executor
        if thread == nil {
            start()
        } else if waiting.count == 1 {
            monitor.wakeAll()
        }
    }

    func stop() {
        monitor.lock()
        defer { monitor.unlock() }
        isStopping = true
        monitor.wakeAll()
    }

    func waitUntilStopped() {
        monitor.lock()
        defer { monitor.unlock() }
        while thread != nil {
            monitor.wait()
        }
    }

    /// Called with the lock held. The thread owns one reference to the queue until it ends.
    private func start() {
        let argument = unsafe Unmanaged.passRetained(self)
        var created = pthread_t()
        let status = unsafe pthread_create(
            &created, nil,
            { argument in
                guard let argument = unsafe argument else { return nil }
                unsafe Unmanaged<JobQueue>.fromOpaque(argument).takeRetainedValue().runJobs()
                return nil
            }, argument.toOpaque())
        // Without a thread no job of the actor can ever run, and there is nobody to report it to.
        precondition(status == 0, "pthread_create failed with error \(status)")
        pthread_detach(created)
        thread = created
    }

    private func runJobs() {
        unsafe waybill_name_this_thread(name)
        var batch: [UnownedJob] = []
        while let executor = takeJobs(into: &batch) {
            let unowned = unsafe executor.asUnownedSerialExecutor()
            for job in batch {
                unsafe job.runSynchronously(on: unowned)
            }
            batch.removeAll(keepingCapacity: true)
        }
    }

    /// Sleeps until there are jobs and swaps them against the empty batch; nil means that the thread is to end.
    ///
    /// The executor is handed over to the caller: letting it go may free it, which takes the lock through `stop()`.
    private func takeJobs(into batch: inout [UnownedJob]) -> ThreadExecutor? {
        monitor.lock()
        defer { monitor.unlock() }
        while waiting.isEmpty {
            if isStopping {
                thread = nil
                monitor.wakeAll()
                return nil
            }
            monitor.wait()
        }
        swap(&waiting, &batch)
        defer { owner = nil }
        return owner
    }
}
