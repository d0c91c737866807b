import Contracts
import FoundationEssentials
import Postgres
import SagaCoordinator

/// Replaying an order's log gives its stored row.
///
/// The replay is the coordinator's own: the operator's command links its library, so that no second copy of the rules
/// could drift away from those that run.
struct A8Replay: Invariant {
    static let id = "A8"
    static let title = "replaying an order's log gives its stored row"

    func check(_ scope: AuditScope, _ finding: inout AuditFinding) async throws {
        let saga = try await scope.session.database(.saga)
        // A log is read whole, so a page is small.
        try await scope.eachPage(of: 200) { page in
            let differing = try await saga.transaction { transaction in
                try SagaStore.differing(among: page, in: &transaction)
            }
            finding.checked += page.count
            finding.violations += differing.map { "order \($0.text): its row is not what its log replays to" }
        }
    }
}
