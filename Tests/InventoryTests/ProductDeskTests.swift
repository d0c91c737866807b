import Contracts
import FoundationEssentials
import Inventory
import Logging
import Messaging
import Synchronization
import Testing
import WireJSON

@Suite("Product feeds by HTTP")
struct ProductDeskTests {
    private let inbox = FakeInbox()

    private func take(_ body: String, isCSV: Bool = true, key: String? = "hush") async -> ProductDesk.Verdict {
        await ProductDesk(inbox: inbox, replies: inbox, key: "hush").take(
            Array(body.utf8), isCSV: isCSV, key: key, isPreview: false, trace: nil,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
    }

    @Test("say in CSV what they say in JSON")
    func alike() async throws {
        let csv = "sku,title,origin,price,currency\nTEA,\"Tea, black\",tr,12.95,EUR\n\nPOT,,,,\n"
        guard case .fed(let sum) = await take(csv) else { throw NotThat() }
        let json = """
            [{"sku": "TEA", "title": "Tea, black", "origin": "TR", "price": 1295, "currency": "EUR"}, {"sku": "POT"}]
            """
        guard case .fed = await take(json, isCSV: false) else { throw NotThat() }
        #expect(sum.added == 2 && inbox.fed.count == 2 && inbox.fed[0] == inbox.fed[1])
    }

    @Test("go on in the same parts, and name what is refused by its place in the whole")
    func parts() async throws {
        let rows = (0..<600).map { "SKU-\($0),\($0 == 555 ? -1 : 100)\n" }.joined()
        guard case .fed(let sum) = await take("sku,weight\n" + rows) else { throw NotThat() }
        #expect(inbox.fed.map(\.count) == [250, 250, 100])
        #expect(sum.reasons.map(\.path) == ["$.products[555].weight"])
    }

    @Test(
        "are refused as a whole, by line and column, where a row cannot be read",
        arguments: [
            ("sku,weight\nTEA,1\nPOT,1.5\n", "not_a_number", "weight", "line 3: "),
            ("sku,price\nTEA,5\n", "missing", "currency", "line 2: "),
            ("sku,wieght\nTEA,1\n", "unknown_column", "wieght", "line 1: "),
            ("title\nTea\n", "missing_column", "sku", "line 1: "),
            ("sku\n\"TEA\n", "open_quote", nil, "line 2: "), ("", "empty", nil, "line 1: "),
        ] as [(String, String, String?, String)])
    func refusals(body: String, code: String, column: String?, line: String) async throws {
        guard case .unreadable(let reason) = await take(body) else { throw NotThat() }
        #expect(reason.code == code && reason.path == column && reason.message.hasPrefix(line))
        #expect(inbox.fed.isEmpty)
    }

    @Test("are not read without the key")
    func key() async throws {
        guard case .unauthorised = await take("sku\nTEA\n", key: nil) else { throw NotThat() }
        #expect(inbox.fed.isEmpty)
    }
}

private struct NotThat: Error {}

/// Takes every article for new, but one that weighs less than nothing.
private final class FakeInbox: LocalInbox, ProductReplies {
    private let parts = Mutex<[[ProductFacts]]>([])

    var fed: [[ProductFacts]] { parts.withLock { $0 } }

    func submit(
        _ message: some Command, id: UUID, orderID: UUID?, channel: String?, trace: TraceContext?
    ) async throws -> LocalReceipt {
        let feed = try FeedProducts.parse(message.jsonBytes)
        parts.withLock { $0.append(feed.products) }
        return .applied
    }

    func answer(to messageID: UUID) async throws -> ProductsFed? {
        let last = fed.last ?? []
        let bad = last.indices.filter { last[$0].weight ?? 0 < 0 }
        return ProductsFed(
            added: last.count - bad.count,
            reasons: bad.map { Reason(code: "out_of_range", path: "$.products[\($0)].weight", message: "no") })
    }
}
