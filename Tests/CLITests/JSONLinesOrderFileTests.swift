import CSV
import Contracts
import Testing
import WireJSON

@testable import WaybillCLI

@Suite("Orders from JSON Lines")
struct JSONLinesOrderFileTests {
    private func results(_ text: String) throws -> [Result<ImportedOrder, RowErrors>] {
        let shop = try #require(Storefront(channel: "web", shop: "main"))
        var file = JSONLinesOrderFile(ByteSource(bytes: Array(text.utf8)), shop: shop)
        var results: [Result<ImportedOrder, RowErrors>] = []
        while let result = try file.next() { results.append(result) }
        return results
    }

    @Test("channel and shop are filled in, with or without the wrapping object")
    func filledIn() throws {
        let results = try results("{\"externalId\":\"1\"}\n\n{\"order\":{\"externalId\":\"2\",\"shop\":\"main\"}}\n")
        for result in results {
            let node = try JSONDocument(parsing: try result.get().data).root
            #expect(node["order"]?["channel"]?.string == "web")
            #expect(node["order"]?["shop"]?.string == "main")
        }
        #expect(try results.map { try $0.get().line } == [1, 3])
    }

    @Test(
        "a wrong line is reported with its number, and the next is read",
        arguments: [
            ("{\"externalId\":", "invalid_json"), ("[1]", "wrong_type"), ("{\"total\":1}", "missing"),
            ("{\"externalId\":\"1\",\"shop\":\"other\"}", "shop_mismatch"),
        ])
    func wrongLine(_ line: String, _ code: String) throws {
        let results = try results("{\"externalId\":\"0\"}\n\(line)\n{\"externalId\":\"2\"}")
        #expect(results.count == 3)
        guard case .failure(let errors) = results[1] else {
            Issue.record("the line was taken")
            return
        }
        #expect(errors.all.map(\.line) == [2])
        #expect(errors.all.map(\.code) == [code])
        #expect(try results[2].get().externalID == "2")
    }

    @Test("the same order from the same shop is the same message; another content, shop or order is not")
    func ids() throws {
        let shop = try #require(Storefront(channel: "web", shop: "main"))
        let other = try #require(Storefront(channel: "web", shop: "other"))
        let order = ImportedOrder(line: 1, externalID: "1", data: Array("{\"order\":{}}".utf8))
        var moved = order
        moved.line = 99
        #expect(order.id(from: shop) == moved.id(from: shop))
        #expect(order.id(from: shop).text == "a18ddee5-7d02-5626-933b-47201f7844d9")
        #expect(order.id(from: shop) != order.id(from: other))
        var changed = order
        changed.data = Array("{\"order\":{\"total\":1}}".utf8)
        #expect(order.id(from: shop) != changed.id(from: shop))
    }
}
