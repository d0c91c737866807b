import Foundation
import Testing
import WireJSON

@testable import WaybillCLI

@Suite("Benchmark: payloads that are mapped")
struct BenchPayloadTests {
    @Test("our own are orders, and as long as a storefront's")
    func own() throws {
        let payloads = try BenchPayload.own
        #expect(payloads.count == 2)
        for payload in payloads {
            #expect((4000...20_000).contains(payload.body.count), "\(payload.name): \(payload.body.count) bytes")
        }
    }

    @Test("what is no order cannot be measured as one")
    func noOrder() {
        #expect(throws: OperatorError.self) { try BenchPayload(name: "x", channel: "shopify", body: Array("{}".utf8)) }
        #expect(throws: OperatorError.self) { try BenchPayload(name: "x", channel: "nowhere", body: []) }
        #expect(throws: JSONError.self) { try BenchPayload(name: "x", channel: "shopify", body: Array("{".utf8)) }
    }

    @Test("a folder that cannot be read is not taken for an empty one, and the error names it")
    func unreadable() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "recorded-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(
            at: folder.appending(path: "woocommerce"), withIntermediateDirectories: true)
        let order = try #require(BenchPayloadText.all.first { $0.0 == "woocommerce" }).1
        try Data(order.utf8).write(to: folder.appending(path: "woocommerce/one.json"))
        #expect(try BenchPayload.recorded(in: folder.path).payloads.map(\.name) == ["woocommerce/one.json"])
        // A file where a folder belongs: whoever runs the tests as root may read everything else.
        try Data().write(to: folder.appending(path: "magento"))
        let error = #expect(throws: OperatorError.self) { try BenchPayload.recorded(in: folder.path) }
        #expect(error?.message.contains("\(folder.path)/magento cannot be read") == true)
    }

    @Test("each is mapped as often as was asked")
    func rounds() throws {
        let result = try MappingRun(rounds: 30).run(try BenchPayload.own)
        #expect(result.orders.map(\.nanoseconds.count) == [30, 30])
        #expect(result.orders.allSatisfy { $0.microseconds(0.5) > 0 })
    }
}
