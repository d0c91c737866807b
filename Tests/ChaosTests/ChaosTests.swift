import Contracts
import Foundation
import TestSupport
import Testing

@Suite("Chaos", .serialized)
struct ChaosTests {
    /// `WAYBILL_CHAOS_FAULTS` names some by a part of their names, for looking into one.
    private static var faults: [Fault] {
        guard let wanted = ProcessInfo.processInfo.environment["WAYBILL_CHAOS_FAULTS"] else { return Fault.allCases }
        let parts = wanted.split(separator: ",").map(String.init)
        return Fault.allCases.filter { fault in parts.contains { fault.rawValue.contains($0) } }
    }

    @Test(
        "whatever fails while orders flow, none is lost, nothing is done twice, and each ends as it would have anyway")
    func chaos() async throws {
        let seed = SeededGenerator.printedSeed(for: "chaos")
        let end = ContinuousClock.now + .seconds(60 * ChaosSize.minutes)
        var table = ChaosTable()
        try await ChaosRun.with(seed: seed) { run in
            try await run.learn()
            // Each fault once, and more often while there is time.
            var round = 0
            repeat {
                for fault in round == 0 ? Self.faults : Self.faults.shuffled(using: &run.random) {
                    guard round == 0 || ContinuousClock.now < end else { break }
                    if fault.needsServers, run.servers == nil { continue }
                    let row = try await run.suffer(fault)
                    print("chaos: \(row)")
                    table.rows.append(row)
                    try await judge(row, run)
                }
                round += 1
            } while ContinuousClock.now < end
            print(
                "\n\(table.text)\n\n\(run.submitted) orders in all, \(run.cancelled) asked to be cancelled, seed \(seed)"
            )
            try await compare(run)
            let report = try run.system.run("waybill", "audit", "--at-rest", "--full", allowing: [0, 1])
            #expect(!report.contains("does not hold"), "\(report)")
        }
    }

    private func judge(_ row: ChaosRow, _ run: ChaosRun) async throws {
        #expect(row.lost == 0, "\(row.fault): lost")
        #expect(row.doneTwice == 0, "\(row.fault): done twice")
        let broken = try await run.system.audit().filter { !$0.contains("are parked") }
        for line in broken { Issue.record("\(row.fault): \(line)") }
    }

    /// With ample stock each order comes to what its kind comes to undisturbed. A cancel may have come too late, or not.
    private func compare(_ run: ChaosRun) async throws {
        var differing: [String] = []
        for (number, outcome) in try await run.outcomes() {
            let kind = ChaosLoad.kind(of: number)
            guard kind != ChaosLoad.cancelled, run.expected[kind] != outcome else { continue }
            differing.append("order \(number): \(outcome), not \(run.expected[kind] ?? "")")
        }
        for line in differing.prefix(20) { Issue.record("\(line)") }
        #expect(differing.isEmpty)
    }
}
