import Contracts
import FoundationEssentials
import Postgres
import SagaCoordinator
import Synchronization

/// Replaying an order's log gives its stored row.
///
/// The replay is the coordinator's own: the operator's command links its library, so that no second copy of the rules
/// could drift away from those that run.
struct A8Replay: Invariant {
    static let id = "A8"
    static let title = "replaying an order's log gives its stored row"

    /// Reading and replaying take about as long as each other, one at the server and one here: two that take turns keep
    /// both at work, and more would take from the shop what the audit does not need.
    private static let lanes = 2
    /// A log is read whole, so a page is small.
    private static let page = 100

    func check(_ scope: AuditScope, _ finding: inout AuditFinding) async throws {
        let connections = try await scope.session.databases(.saga, count: Self.lanes)
        try await scope.eachPage { orders in
            finding.checked += orders.count
            let pages = Pages(of: orders)
            let found = try await withThrowingTaskGroup(of: [String].self) { group in
                for connection in connections {
                    group.addTask {
                        var found: [String] = []
                        while let page = pages.next() {
                            found += try await Self.violations(among: page, connection)
                        }
                        return found
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            finding.violations += found.sorted()
        }
    }

    /// Orders, a page to whoever asks for the next.
    private final class Pages: Sendable {
        private let rest: Mutex<ArraySlice<UUID>>

        init(of orders: [UUID]) {
            rest = Mutex(orders[...])
        }

        func next() -> [UUID]? {
            rest.withLock { rest in
                defer { rest = rest.dropFirst(A8Replay.page) }
                return rest.isEmpty ? nil : Array(rest.prefix(A8Replay.page))
            }
        }
    }

    private static func violations(among page: [UUID], _ saga: PostgresConnection) async throws -> [String] {
        do {
            return try await differing(among: page, saga)
        } catch let error where !(error is PostgresError) {
            return try await violationsOneByOne(page, saga)
        }
    }

    /// One of them cannot be read: the others are still looked at.
    private static func violationsOneByOne(_ page: [UUID], _ saga: PostgresConnection) async throws -> [String] {
        var found: [String] = []
        for id in page {
            do {
                found += try await differing(among: [id], saga)
            } catch let error where !(error is PostgresError) {
                found.append("order \(id.text): its row or its log cannot be read: \(error)")
            }
        }
        return found
    }

    private static func differing(among ids: [UUID], _ saga: PostgresConnection) async throws -> [String] {
        try await saga.transaction { transaction in try SagaStore.differing(among: ids, in: &transaction) }
            .map { "order \($0.text): its row is not what its log replays to" }
    }
}
