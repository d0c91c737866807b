import Contracts
import Foundation
import TestSupport
import Testing

/// The people of a manual site, as many as there are tasks, who all work at once: the messages are those of
/// `waybill floor`, without a process for each scan.
struct FloorCrew {
    typealias Job = (worker: String, task: WarehouseTask)

    let system: WaybillSystem
    let site: String

    /// - Returns: the tasks that `count` workers are given.
    func takeTasks(_ count: Int) async throws -> [Job] {
        var askers = (1...count).map { "\(site) worker \($0)" }
        var jobs: [Job] = []
        while !askers.isEmpty {
            let asked = askers.map { ($0, Posted.command(TakeTask(site: site, worker: $0))) }
            let answers = try await system.ask(asked.map(\.1), of: .warehouse, for: TaskGiven.self)
            let given: [Job] = asked.compactMap { worker, command in
                answers[command.id]?.task.map { (worker, $0) }
            }
            guard !given.isEmpty else { break }
            jobs += given
            askers.removeAll { asker in given.contains { $0.worker == asker } }
        }
        return jobs
    }

    static func scan(_ job: Job, _ line: TaskLine, _ action: String, _ quantity: Int, id: String? = nil) -> Posted {
        .command(
            Scan(
                scanID: id ?? UUID().uuidString, worker: job.worker, taskID: job.task.id, action: action,
                bin: action == "pack" ? nil : line.bin, barcode: line.barcode, quantity: quantity))
    }

    static func close(_ job: Job) -> Posted {
        .command(
            CloseParcel(taskID: job.task.id, worker: job.worker, weight: 700, length: 300, width: 200, height: 120))
    }

    /// Picks everything of these tasks.
    func pick(_ jobs: [Job]) async throws {
        let scans = jobs.flatMap { job in
            job.task.lines.filter { $0.done < $0.quantity }.map { Self.scan(job, $0, "pick", $0.quantity - $0.done) }
        }
        try await take(scans)
    }

    /// Packs everything of these tasks; the box stays open.
    func pack(_ jobs: [Job]) async throws {
        let scans = jobs.flatMap { job in job.task.lines.map { Self.scan(job, $0, "pack", $0.quantity) } }
        try await take(scans)
    }

    /// Works until nothing is left to be done at the site.
    func finish() async throws { _ = try await finish(atLeast: 0) }

    /// - Parameters:
    ///   - rounds: of work at most, before it is an error.
    ///   - hands: how many work.
    /// - Returns: whether there were at least so many rounds of work.
    @discardableResult
    func finish(atLeast least: Int, within rounds: Int = 200, hands: Int = 100) async throws -> Bool {
        for round in 0..<rounds {
            let jobs = try await takeTasks(hands)
            guard !jobs.isEmpty else { return round >= least }
            var scans: [Posted] = []
            var closes: [Posted] = []
            for job in jobs {
                let action = job.task.stage
                scans += job.task.lines.filter { $0.done < $0.quantity }.map {
                    Self.scan(job, $0, action, $0.quantity - $0.done)
                }
                if action == "pack" { closes.append(Self.close(job)) }
            }
            try await take(scans)
            let closed = try await system.ask(closes, of: .warehouse, for: ScanAnswered.self)
            for answer in closed.values where !answer.accepted { Issue.record("not closed: \(answer)") }
        }
        Issue.record("the floor of \(site) is never done")
        return true
    }

    private func take(_ scans: [Posted]) async throws {
        let answers = try await system.ask(scans, of: .warehouse, for: ScanAnswered.self)
        for answer in answers.values where !answer.accepted { Issue.record("refused: \(answer)") }
    }
}
