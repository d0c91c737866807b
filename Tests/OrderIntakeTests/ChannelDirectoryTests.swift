import Contracts
import Postgres
import TestSupport
import Testing

@testable import OrderIntake

@Suite("Every channel that intake speaks")
struct ChannelDirectoryTests {
    @Test("is read and called by the same name, and once")
    func names() {
        let names = ChannelDirectory.mappings.map(\.channel)
        #expect(ChannelDirectory.adapters.map(\.channel) == names && Set(names).count == names.count)
    }

    @Test("is told only what the broker brings intake of its orders")
    func topology() {
        let told = ChannelDirectory.adapters.filter { !$0.told.isEmpty }.map(\.channel)
        #expect(told.sorted() == Topology.toldChannels.sorted())
    }

    @Test("has its orders in the indexes that feeds are read by: one more is a migration")
    func indexes() async throws {
        try await IntakeDatabase.withConnection { connection, _ in
            let rows = try await connection.transaction { transaction in
                try transaction.run(
                    Statement(
                        "fed_indexes",
                        """
                        SELECT pg_get_expr(i.indpred, i.indrelid) FROM pg_index i
                        WHERE i.indexrelid IN ('intake_order_fed'::regclass, 'intake_order_fed_number'::regclass)
                        """))
            }
            #expect(rows.count == 2)
            for row in rows {
                let predicate = try row.string(0)
                let listed = predicate.split(separator: "'").map(String.init)
                let names = listed.filter { $0.allSatisfy { $0.isLetter || $0.isNumber } }
                #expect(names.sorted() == ChannelDirectory.mappings.map(\.channel).sorted(), "\(predicate)")
            }
        }
    }
}
