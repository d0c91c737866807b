import Contracts
import FoundationEssentials
import Postgres
import Synchronization

/// The goods that the seed's orders were sent from: received before, so that the ledger adds up to the balances of today.
struct SeedStock: Sendable {
    let plan: SeedPlan

    private struct Place: Hashable {
        var sku: String
        var site: String
    }

    func receive(into inventory: PostgresConnection) async throws {
        let day = Timestamp(seconds: plan.period.lowerBound - 86_400).rfc3339
        let rows = consumed().sorted { ($0.key.sku, $0.key.site) < ($1.key.sku, $1.key.site) }.enumerated()
            .map { index, item in
                let message = UUID.v5("\(plan.run)\(index)").text
                return [
                    item.key.sku, item.key.site, "receive", "\(item.value)", "0", "seed", #"\N"#, message, #"\N"#, day,
                    "0",
                ].joined(separator: "\t") + "\n"
            }.joined()
        let pieces = Mutex([Array(rows.utf8)])
        try await inventory.copyIn(SeedTable.movements.write) { pieces.withLock { $0.popLast() } }
    }

    /// Units that all copies together take out, by the movements of their templates.
    private func consumed() -> [Place: Int] {
        guard
            let table = SeedTable.all.firstIndex(where: {
                $0.write.description == SeedTable.movements.write.description
            })
        else { return [:] }
        var sum: [Place: Int] = [:]
        for (index, template) in plan.templates.enumerated() {
            let copies = plan.count / plan.templates.count + (index < plan.count % plan.templates.count ? 1 : 0)
            for line in template.rows[table].text.split(separator: 0x0A) {
                let fields = line.split(separator: 0x09, omittingEmptySubsequences: false)
                    .map { String(decoding: $0, as: UTF8.self) }
                guard fields.count > 3, let onHand = Int(fields[3]), onHand != 0 else { continue }
                sum[Place(sku: fields[0], site: fields[1]), default: 0] -= onHand * copies
            }
        }
        return sum
    }
}
