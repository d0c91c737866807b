import Contracts
import FoundationEssentials
import Messaging
import Postgres
import Synchronization

/// Fills every schema with finished orders, as if they had come in months ago.
///
/// Some hundred orders are really carried first, and their rows are the templates: so the seed is what production makes, whatever
/// the tables look like by then. It goes in by COPY. What interrupts it leaves a database that no audit passes.
struct SeedRun: Sendable {
    let session: OperatorSession
    let count: Int

    private static let templateCount = 300
    /// Orders in one COPY.
    private static let chunk = 5000
    private static let pieceBytes = 256 << 10

    private static let closed = Statement(
        "bench_closed",
        """
        SELECT s.order_id, o.external_id, extract(epoch FROM s.created_at)::int8
        FROM saga s JOIN saga_order o USING (order_id)
        WHERE s.order_id >= $1::uuid AND s.phase = 'closed' ORDER BY s.order_id
        """)

    func run() async throws -> SeedResult {
        let started = ContinuousClock.now
        let before = try await DatabaseMeter(session: session).read()
        let templates = try await carryTemplates()
        let now = Timestamp.wallClock
        let plan = SeedPlan(
            templates: templates, count: count, run: "s\(now.seconds)-", period: SeedPlan.period(before: now))
        let copying = ContinuousClock.now
        try await SeedStock(plan: plan).receive(into: try await session.administration(.inventory))
        var bar = ProgressBar("seeded")
        for start in stride(from: 0, to: count, by: Self.chunk) {
            let copies = start..<min(start + Self.chunk, count)
            try await copy(copies, plan)
            bar.show(copies.upperBound, of: count)
        }
        bar.end()
        let copied = ContinuousClock.now
        // As such rows are after months: without it, the first minutes would measure the clean-up after the seed.
        try await session.administration(.saga).execute(script: "VACUUM (ANALYZE)")
        let after = try await DatabaseMeter(session: session).read()
        return SeedResult(
            orders: count, took: .now - started, copied: copied - copying, bytes: after.bytes - before.bytes,
            tables: after.tables.mapValues(\.inserted).filter { $0.value > 0 })
    }

    private func carryTemplates() async throws -> [SeedTemplate] {
        let size = min(Self.templateCount, count)
        try await BenchCatalogue.load(forOrders: size, in: session)
        let start = Timestamp.wallClock
        let first = UUID.v7(at: start, entropy: .zero)
        let orders = BenchOrders(run: "template-\(start.seconds)")
        _ = try await BenchSubmission(session: session, orders: { orders.order($0, now: $1) }, count: size).run()
        try await BenchFollower(session: session, first: first, count: size).waitForAll()
        let saga = try await session.database(.saga)
        let deadline = ContinuousClock.now + .seconds(60)
        while true {
            let rows = try await saga.query(Self.closed, first)
            if rows.count == size {
                return try await SeedTemplates.read(
                    try rows.map { (id: try $0.uuid(0), name: try $0.string(1), second: try $0.int64(2)) }, in: session)
            }
            guard ContinuousClock.now < deadline else {
                throw OperatorError("only \(rows.count) of \(size) template orders were closed")
            }
            try await Task.sleep(for: .milliseconds(500))
        }
    }

    /// All schemas side by side; within one, in the order of the tables.
    private func copy(_ copies: Range<Int>, _ plan: SeedPlan) async throws {
        let ids = copies.map { plan.ids(of: $0) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for service in ServiceName.allCases {
                let connection = try await session.administration(service)
                group.addTask {
                    for (index, table) in SeedTable.all.enumerated() where table.service == service {
                        let next = Mutex(copies.lowerBound)
                        try await connection.copyIn(table.write) {
                            next.withLock { Self.piece(from: &$0, copies, ofTable: index, ids, plan) }
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    /// - Returns: nil behind the last copy.
    private static func piece(
        from next: inout Int, _ copies: Range<Int>, ofTable table: Int, _ ids: [[SeedID]], _ plan: SeedPlan
    ) -> [UInt8]? {
        guard next < copies.upperBound else { return nil }
        var text: [UInt8] = []
        text.reserveCapacity(pieceBytes + pieceBytes / 4)
        while next < copies.upperBound, text.count < pieceBytes {
            plan.write(table: table, of: next, ids: ids[next - copies.lowerBound], to: &text)
            next += 1
        }
        return text
    }
}
