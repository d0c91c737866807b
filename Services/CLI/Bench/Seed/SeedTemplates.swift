import Contracts
import FoundationEssentials
import Postgres
import Synchronization

/// Reads the rows of orders that the system has carried.
enum SeedTemplates {
    static func read(
        _ orders: [(id: UUID, name: String, second: Int64)], in session: OperatorSession
    ) async throws -> [SeedTemplate] {
        let templates = Mutex(
            orders.map { order in
                SeedTemplate(
                    orderID: order.id, externalID: order.name, second: order.second, sites: BenchCatalogue.sites,
                    tables: SeedTable.all.count)
            })
        for service in ServiceName.allCases {
            let connection = try await session.administration(service)
            try await name(orders.map(\.id), in: connection)
            for (index, table) in SeedTable.all.enumerated() where table.service == service {
                try await connection.copyOut(table.read) { line in
                    guard let tab = line.firstIndex(of: 0x09),
                        let number = Int(String(decoding: line[..<tab], as: UTF8.self))
                    else { throw OperatorError("a row of a template cannot be read") }
                    templates.withLock { $0[number].add(row: line[(tab + 1)...], ofTable: index) }
                }
            }
        }
        return templates.withLock { $0 }
    }

    private static func name(_ orders: [UUID], in connection: PostgresConnection) async throws {
        try await connection.execute(script: SeedTable.makeTemplates)
        let rows = orders.enumerated().map { "\($0)\t\($1.text)\n" }.joined()
        let pieces = Mutex([Array(rows.utf8)])
        try await connection.copyIn(SeedTable.writeTemplates) { pieces.withLock { $0.popLast() } }
    }
}
