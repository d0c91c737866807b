import Synchronization

/// Runs an administrator's jobs, in order, on a thread that is there only while there are any: a connection to declare a
/// topology lives for a second, and an idle thread for the rest of the process would be waste.
final class AdministratorExecutor: SerialExecutor {
    private struct State {
        var jobs: [UnownedJob] = []
        var isRunning = false
    }

    private let state = Mutex(State())

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let mustStart = state.withLock { state in
            state.jobs.append(job)
            defer { state.isRunning = true }
            return !state.isRunning
        }
        guard mustStart else { return }
        do throws(AMQPError) {
            try OwnedThread.start(name: "amqp-admin") { self.runJobs() }
        } catch {
            // No thread to be had. Running here blocks a thread of Swift's pool for a while, which beats losing the job.
            runJobs()
        }
    }

    private func runJobs() {
        while true {
            let jobs = state.withLock { state in
                defer { state.jobs = [] }
                if state.jobs.isEmpty { state.isRunning = false }
                return state.jobs
            }
            guard !jobs.isEmpty else { return }
            for job in jobs {
                unsafe job.runSynchronously(on: asUnownedSerialExecutor())
            }
        }
    }
}
