import Contracts
import Foundation
import Postgres
import TestSupport

/// A run: the load undisturbed, then the load under faults, and the two compared.
package enum Chaos {
    /// - Parameter say: gets a line as soon as there is something to say.
    package static func run(_ options: ChaosOptions, say: (String) -> Void) async throws -> ChaosReport {
        var report = ChaosReport(seed: options.seed)
        let began = ContinuousClock.now
        let end = began + .seconds(60 * options.minutes)
        // Of what is wanted of the scarce article, about half is there.
        let wanted = max(4, (1...options.orders).count { Recipe.of($0).isScarce })
        let expectations = try await undisturbed(options, scarceUnits: wanted / 2, say: say)
        report.problems = expectations.ambiguities
        try await ChaosRun.with(options, scarceUnits: wanted / 2) { run in
            // Each fault once, and more often while there is time.
            var round = 0
            repeat {
                for fault in round == 0 ? options.faults : options.faults.shuffled(using: &run.random) {
                    guard round == 0 || ContinuousClock.now < end else { break }
                    if let reason = try run.lacks(fault) {
                        if round == 0 { report.leftOut.append("\(fault.rawValue), \(reason)") }
                        continue
                    }
                    let row = try await run.suffer(fault)
                    report.rows.append(row)
                    say(line(row))
                }
                round += 1
            } while ContinuousClock.now < end && report.isGood
            let outcomes = try await Outcome.all(run.desk)
            let (compared, differences) = expectations.compare(outcomes, of: run.storefronts.taken)
            report.compared = compared
            report.different = differences.count
            report.problems += differences.prefix(40)
            let scarce = outcomes.reduce(0) { $0 + $1.scarce }
            if scarce != expectations.scarce {
                report.problems.append("\(scarce) units of the scarce article are promised, not \(expectations.scarce)")
            }
            report.problems += try await run.audit("--at-rest", "--full")
            report.orders = run.storefronts.placed
            report.wishes = run.storefronts.wishes
            report.returns = try await run.system.count(in: .returns, "SELECT count(*) FROM rma")
            if !report.isGood { run.keepEvidence(of: nil) }
        }
        report.took = .now - began
        return report
    }

    private static func undisturbed(
        _ options: ChaosOptions, scarceUnits: Int, say: (String) -> Void
    ) async throws -> Expectations {
        var expectations = Expectations()
        try await ChaosRun.with(options, scarceUnits: scarceUnits) { run in
            let began = ContinuousClock.now
            while run.storefronts.placed < options.orders {
                run.storefronts.place(min(20, options.orders - run.storefronts.placed))
                await run.live(for: .milliseconds(200))
            }
            let open = await run.drain(patience: options.patience)
            let took = ContinuousClock.now - began
            let broken = try await run.audit("--at-rest", "--full")
            guard open.isEmpty, broken.isEmpty else {
                throw ServiceExecutable.Failed(
                    description: "undisturbed, not at rest: \((open + broken).joined(separator: "; "))")
            }
            expectations.learn(try await Outcome.all(run.desk))
            say("undisturbed: \(options.orders) orders in \(took.seconds) s")
        }
        return expectations
    }

    private static func line(_ row: ChaosRow) -> String {
        """
        \(row.fault.rawValue): \(row.injected) times, \(row.orders) orders, \(row.inFlight) in flight, lost \(row.lost), \
        done twice \(row.doneTwice), parked \(row.parked), drained in \(row.drained.seconds) s
        """
            + row.notes.map { "\n  (\($0))" }.joined() + row.problems.map { "\n  \($0)" }.joined()
    }
}
