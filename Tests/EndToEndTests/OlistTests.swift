import Contracts
import Foundation
import TestSupport
import Testing

@Suite("A year of a real marketplace", .serialized)
struct OlistTests {
    /// What `waybill import --json` prints, as far as it is looked at here.
    private struct Report: Decodable {
        struct RowError: Decodable {
            var code: String
        }

        var total: Int
        var accepted: [String: Int]
        var refused: Int
        var errors: [RowError]
    }

    @Test(
        "3,574 orders of Olist's are delivered, the 52 without items are refused for that, and a second import adds nothing",
        .enabled(if: TestEnvironment.cases != nil, "needs the recorded data: WAYBILL_CASES is not set"))
    func olist() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "olist-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let made = try PythonScript.run("Olist/olist.py", try #require(TestEnvironment.cases), folder.path())
        try #require(made.status == 0, "\(made.output)")

        try await WaybillSystem.with { system in
            try system.run("waybill", "catalogue", "import", folder.appending(path: "catalogue.json").path())
            try system.run("waybill", "stock", "load", folder.appending(path: "stock.csv").path())
            let booked = try await system.count(in: .inventory, "SELECT sum(on_hand)::int8 FROM stock_balance")

            let start = ContinuousClock.now
            let first = try importOrders(folder, into: system)
            #expect(first.total == 3626)
            #expect(first.accepted == ["accepted": 3574])
            #expect(first.refused == 52)
            #expect(first.errors.map(\.code) == Array(repeating: "no_lines", count: 52))
            try await system.waitForCount(
                3574, in: .saga, "SELECT count(*) FROM saga WHERE phase = 'closed' AND headline = 'delivered'",
                within: .seconds(1200))
            let seconds = (ContinuousClock.now - start) / .seconds(1)
            print("Olist: 3574 orders from file to delivered in \(Int(seconds)) s, \(Int(3574 / seconds)) orders/s")

            try await system.expectClean()
            try await system.auditByCommand()
            #expect(try await system.count(in: .saga, "SELECT count(*) FROM saga") == 3574)
            #expect(try await system.count(in: .inventory, "SELECT sum(reserved)::int8 FROM stock_balance") == 0)
            let left = try await system.count(in: .inventory, "SELECT sum(on_hand)::int8 FROM stock_balance")
            #expect(booked - left == 4043)
            // What the items and their freight cost, as an independent sum over the recorded file.
            let recorded = try Self.recordedSum()
            #expect(try await system.count(in: .saga, "SELECT sum(captured)::int8 FROM saga") == recorded)

            let messages = try await system.count(in: .saga, "SELECT count(*) FROM inbox")
            let movements = try await system.count(in: .inventory, "SELECT count(*) FROM stock_movement")
            let second = try importOrders(folder, into: system)
            #expect(second.total == 3626)
            #expect(second.refused == 52)
            try await system.expectClean()
            #expect(try await system.count(in: .saga, "SELECT count(*) FROM inbox") == messages)
            #expect(try await system.count(in: .inventory, "SELECT count(*) FROM stock_movement") == movements)
            #expect(try await system.count(in: .intake, "SELECT count(*) FROM intake_order") == 3574)
        }
    }

    private func importOrders(_ folder: URL, into system: WaybillSystem) throws -> Report {
        let output = try system.run(
            "waybill", "import", folder.appending(path: "orders.jsonl").path(), "--channel", "olist", "--shop", "2017",
            "--json", allowing: [1])
        return try JSONDecoder().decode(Report.self, from: Data(output.utf8))
    }

    /// Price and freight of every recorded item, in centavos.
    private static func recordedSum() throws -> Int {
        let file = URL(filePath: try #require(TestEnvironment.cases))
            .appending(path: "datasets/olist_2017_order_items.csv")
        let lines = try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline).dropFirst()
        return lines.reduce(0) { sum, line in
            line.split(separator: ",").suffix(2).reduce(sum) { $0 + Int(((Double($1) ?? 0) * 100).rounded()) }
        }
    }
}
