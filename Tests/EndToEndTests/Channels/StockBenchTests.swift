import Contracts
import Foundation
import TestSupport
import Testing
import WireJSON

@Suite("The benchmark of stock", .serialized)
struct StockBenchTests {
    @Test(
        "Orders flow while seven channels are told of what they leave: each level is timed, and nothing else is told",
        .timeLimit(.minutes(15)))
    func bench() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "waybill-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await WaybillSystem.with(settings: ["WAYBILL_INTAKE_CREDENTIALS": folder.path]) { system in
            let output = try system.run(
                "waybill", "bench", "stock", "--rate", "5", "--seconds", "4", "--articles", "4", "--credentials",
                folder.path, "--json")
            let result = try JSONDocument(parsing: Array(output.utf8)).root
            #expect(result["isTrue"]?.bool == true, "\(output)")
            let changes = try #require(result["changes"]?.int)
            #expect(changes >= 4)
            #expect(result["changeToTold"]?["count"]?.int == changes * 7)
            let channels = try #require(result["channels"])
            #expect(channels.count == 7)
            for name in ["amazon", "hepsiburada", "magento", "n11", "shopify", "trendyol", "woocommerce"] {
                let channel = try #require(channels[name])
                #expect(channel["changeToTold"]?["count"]?.int == changes, "\(name)")
                #expect(channel["unchanged"]?.int == 0 && channel["stale"]?.int == 0 && channel["unheard"]?.int == 0)
            }
            // Its shops sell no more, and nobody is told of what happens now.
            try await system.waitForCount(
                0, in: .intake, "SELECT count(*) FROM shop WHERE shop = 'bench' AND is_open")
        }
    }
}
