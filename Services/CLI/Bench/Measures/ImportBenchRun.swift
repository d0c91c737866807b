import CSV
import Contracts
import Foundation
import Messaging
import WireJSON

/// An import of many orders, from the file to the last customer told.
struct ImportBenchRun: Sendable {
    let session: OperatorSession
    let count: Int

    func run() async throws -> ImportResult {
        try await BenchCatalogue.load(forOrders: count, in: session)
        let file = FileManager.default.temporaryDirectory.appending(path: "waybill-bench-\(UUID()).jsonl")
        defer { try? FileManager.default.removeItem(at: file) }
        let bytes = try write(to: file)
        let start = Timestamp.wallClock
        let follower = BenchFollower(session: session, first: .v7(at: start, entropy: .zero), count: count)
        guard let shop = Storefront(channel: BenchOrders.shop.channel, shop: BenchOrders.shop.shop) else {
            throw OperatorError("the benchmark's shop has no name")
        }
        var orders = JSONLinesOrderFile(try ByteSource(file: file.path()), shop: shop)
        var run = OrderImport(shop: shop, session: session)
        let report = try await run.run(&orders)
        let answered = Timestamp.wallClock
        guard report.isClean, report.accepted == ["accepted": count] else {
            throw OperatorError("not every order of the file was accepted:\n\(report.describe())")
        }
        try await follower.waitForAll()
        return ImportResult(
            orders: count, bytes: bytes, answered: answered - start, told: try await follower.lastTold() - start,
            conditions: try await BenchConditions.read(session))
    }

    /// - Returns: the size of the file.
    private func write(to file: URL) throws -> Int {
        let now = Timestamp.wallClock
        let orders = BenchOrders(run: "import-\(now.seconds)")
        var data = Data()
        for index in 0..<count {
            data += orders.order(index, now: now).jsonBytes
            data.append(0x0A)
        }
        try data.write(to: file)
        return data.count
    }
}
