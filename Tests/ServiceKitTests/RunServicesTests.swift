import Glibc
import Logging
import ServiceLifecycle
import Synchronization
import Testing

@testable import ServiceKit

/// Serialised, because a signal reaches every service group of the process.
@Suite("The life of a process", .serialized)
struct RunServicesTests {
    private struct Worker: Service {
        let name: String
        let journal: CapturedLines
        var begin: @Sendable () async throws -> Void = {}

        func run() async throws {
            journal.append("\(name) starts")
            try await begin()
            try? await gracefulShutdown()
            journal.append(Task.isCancelled ? "\(name) is cancelled" : "\(name) drains")
        }
    }

    private struct Broken: Error {}

    private let journal = CapturedLines()
    private let logs = CapturedLines()

    @Test(
        "a signal drains the services in reverse, after the process stopped being ready", arguments: [SIGTERM, SIGINT])
    func signals(signal: Int32) async throws {
        let health = HealthChecks()
        let first = Worker(name: "first", journal: journal)
        let second = Worker(name: "second", journal: journal) { [journal] in
            try await eventually { journal.lines.contains("first starts") ? true : nil }
            kill(getpid(), signal)
        }
        try await runServices([first, second], health: health, logger: logs.logger())
        #expect(journal.lines == ["first starts", "second starts", "second drains", "first drains"])
        #expect(await health.report().isDraining)
    }

    @Test("a service that fails drains the others, and its error comes out")
    func failure() async throws {
        let steady = Worker(name: "steady", journal: journal)
        let failing = Worker(name: "failing", journal: journal) { [journal] in
            try await eventually { journal.lines.contains("steady starts") ? true : nil }
            throw Broken()
        }
        await #expect(throws: Broken.self) { try await runServices([steady, failing], logger: logs.logger()) }
        #expect(journal.lines.last == "steady drains")
    }

    @Test("a service that ends unasked is an error, not a success")
    func earlyEnd() async throws {
        struct Quitter: Service {
            func run() async throws {}
        }
        let error = await #expect(throws: ServiceEndedUnexpectedly.self) {
            try await runServices([Worker(name: "steady", journal: journal), Quitter()], logger: logs.logger())
        }
        #expect(error?.description == "Quitter ended although nobody asked it to")
    }

    @Test("what does not drain in time is cancelled, and the process does not call that a success")
    func drainDeadline() async throws {
        struct Slow: Service {
            let journal: CapturedLines
            func run() async throws {
                kill(getpid(), SIGTERM)
                do { try await Task.sleep(for: .seconds(60)) } catch { journal.append("cancelled") }
            }
        }
        let deadlines = ShutdownDeadlines(drain: .milliseconds(50), kill: .seconds(60))
        let error = await #expect(throws: DrainDeadlinePassed.self) {
            try await runServices([Slow(journal: journal)], deadlines: deadlines, logger: logs.logger())
        }
        #expect(error?.description == "did not drain within 50ms; what was left was cancelled")
        #expect(journal.lines == ["cancelled"])
    }

    @Test("what cannot even be cancelled is left behind, with a last line that says so")
    func killDeadline() async throws {
        struct Deaf: Service {
            let release: AsyncStream<Void>
            func run() async throws {
                kill(getpid(), SIGTERM)
                // A task of its own does not hear of the cancellation.
                await Task.detached { for await _ in release {} }.value
            }
        }
        let (release, continuation) = AsyncStream<Void>.makeStream()
        let deadlines = ShutdownDeadlines(drain: .milliseconds(20), kill: .milliseconds(20))
        let deadline = DrainDeadline(deadlines, logger: logs.logger()) { [journal] in
            journal.append("the process ends")
            continuation.finish()
        }
        await #expect(throws: DrainDeadlinePassed.self) {
            try await runServices(
                [Deaf(release: release)], deadline: deadline, deadlines: deadlines, health: nil, logger: logs.logger())
        }
        #expect(journal.lines == ["the process ends"])
        #expect(logs.lines.contains { $0.contains("cancelled services did not stop within 20ms") })
    }
}
