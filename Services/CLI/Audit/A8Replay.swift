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
            finding.checked += page.count
            do {
                let differing = try await Self.differing(among: page, saga)
                finding.violations += differing.map { "order \($0.text): its row is not what its log replays to" }
            } catch let error where !(error is PostgresError) {
                try await checkOneByOne(page, saga, &finding)
            }
        }
    }

    /// One of them cannot be read: the others are still looked at.
    private func checkOneByOne(
        _ page: [UUID], _ saga: PostgresConnection, _ finding: inout AuditFinding
    ) async throws {
        for id in page {
            do {
                if try await !Self.differing(among: [id], saga).isEmpty {
                    finding.violations.append("order \(id.text): its row is not what its log replays to")
                }
            } catch let error where !(error is PostgresError) {
                finding.violations.append("order \(id.text): its row or its log cannot be read: \(error)")
            }
        }
    }

    private static func differing(among ids: [UUID], _ saga: PostgresConnection) async throws -> [UUID] {
        try await saga.transaction { transaction in try SagaStore.differing(among: ids, in: &transaction) }
    }
}
