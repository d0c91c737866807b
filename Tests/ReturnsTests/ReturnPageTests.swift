import Contracts
import FoundationEssentials
import Logging
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Returns

@Suite("The page of returns")
struct ReturnPageTests {
    private let secrets = [
        LinkSecret(version: 1, bytes: Array(repeating: 1, count: 32)),
        LinkSecret(version: 2, bytes: Array(repeating: 2, count: 32)),
    ]
    private let now = Timestamp(seconds: 1_772_532_000)

    @Test("A link leads to its order until it expires, also after a rotation, and no other text does")
    func links() throws {
        let link = ReturnLink(orderID: UUID(), expiresAt: now + .seconds(60))
        let token = try #require(link.token(secrets: secrets))
        #expect(ReturnLink(token: token, secrets: secrets, now: now) == link)
        let old = try #require(link.token(secrets: [secrets[0]]))
        #expect(ReturnLink(token: old, secrets: secrets, now: now) == link)
        #expect(ReturnLink(token: token, secrets: [secrets[0]], now: now) == nil)
        #expect(ReturnLink(token: token, secrets: secrets, now: link.expiresAt) == nil)
        for index in token.indices.dropLast() {
            var wrong = token
            wrong.replaceSubrange(index...index, with: token[index] == "A" ? "B" : "A")
            #expect(ReturnLink(token: wrong, secrets: secrets, now: now) == nil)
        }
        for wrong in ["", "A", String(repeating: "A", count: 75), String(token.dropLast(2)), token + "AAAA", "é"] {
            #expect(ReturnLink(token: wrong, secrets: secrets, now: now) == nil)
        }
    }

    @Test("It speaks the customer's language and escapes everything")
    func html() {
        var order = ReturnsFixture.paidOrder(number: #"<#1&"'>"#)
        let line = ReturnPage.Line(lineID: #""><script>"#, title: "<b>Tea</b>", returnable: 2, until: now)
        let past = ReturnPage.Return(
            state: .labelIssued, titles: ["1 × <i>"], amount: 1660, trackingURL: "https://x.example/?a=\"&b")
        for (language, words) in [("tr-TR", "İade talebi oluştur"), ("de", "Request the return")] {
            order.customer.language = language
            let page = ReturnPage(order: order, lines: [line], returns: [past])
            let html = ReturnPageHTML.page(page, nonce: "\"<n>", problem: "window_closed")
            #expect(html.contains(words) && html.contains("role=\"alert\""))
            #expect(html.contains("name=\"quantity:&quot;&gt;&lt;script&gt;\""))
            #expect(html.contains("href=\"https://x.example/?a=&quot;&amp;b\""))
            for raw in ["<script", "<b>", "<i>", "<n>", "<#1"] { #expect(!html.contains(raw)) }
            #expect(html.contains("<option>2</option>") && !html.contains("<option>3</option>"))
        }
    }

    @Test("The form is read as browsers send it")
    func form() {
        let body =
            "nonce=n1&quantity%3Aa%26b=2&reason%3Aa%26b=too_big&quantity:c=0&quantity:d=x&settlement=store_credit&%"
        let form = ReturnForm(decoding: Array(body.utf8))
        #expect(form.lines == [ReturnLine(lineID: "a&b", quantity: 2, reason: "too_big")])
        #expect(form.settlement == .storeCredit && form.nonce == "n1")
        #expect(ReturnForm(decoding: [0x25, 0xFF, 0x3D]).lines.isEmpty)
        let odd = ReturnForm(decoding: Array("nonce=a+b%2B%00%C3%A4%+1%zz%FF%".utf8))
        #expect(odd.nonce == "a b+\u{E4}% 1%zz\u{FFFD}%")
    }

    @Test("Shows what can be returned, takes it once however often it is sent, and then shows what is left")
    func desk() async throws {
        try await ReturnsStoreTests.migrated { database in
            try await TestBroker.with { broker in
                let configuration = database.configuration(schema: ServiceName.returns.schema)
                let reader = StoredReturnPages(configuration: configuration, logger: Logger(label: "test"))
                let service = ReturnsService(reader: reader)
                let order = ReturnsFixture.paidOrder()
                try await RunningEngine.with(
                    .returns, store: service.store, handlers: service.handlers, database: database, broker: broker
                ) { engine in
                    var delivered = ReturnsFixture.delivered(order: order, at: .wallClock)
                    delivered.parcel.lines = [ParcelLine(lineID: "1", sku: "TEA-100", quantity: 3)]
                    try await ReturnsEngineTests.publish([ReturnsFixture.envelope(delivered)], to: broker)
                    try await waitUntil("the parcel is known") {
                        try await ReturnsEngineTests.count("SELECT count(*) FROM returnable_line", in: database) == 1
                    }
                    let stored = try await database.withConnection(schema: ServiceName.returns.schema) {
                        try await $0.transaction { transaction in
                            try LinkSecretTable.read(
                                try LinkSecretTable.select(in: &transaction), in: &transaction)
                        }
                    }
                    let link = ReturnLink(orderID: order.id, expiresAt: .wallClock + .seconds(3600))
                    let token = try #require(link.token(secrets: stored))
                    let desk = ReturnDesk(inbox: engine, reader: reader)
                    let logger = Logger(label: "test")
                    guard case .page(let page) = await desk.show(token, logger: logger) else {
                        Issue.record("no page")
                        return
                    }
                    #expect(page.lines.map(\.returnable) == [3] && page.lines.map(\.title) == ["Tea"])
                    guard case .unknownLink = await desk.show("x" + token, logger: logger) else {
                        Issue.record("any link is good")
                        return
                    }
                    let form = ReturnForm(decoding: Array("nonce=1&quantity:1=2&reason:1=too_big".utf8))
                    for _ in 0..<3 {
                        guard case .taken = await desk.take(form, token: token, trace: nil, logger: logger) else {
                            Issue.record("not taken")
                            return
                        }
                    }
                    let another = ReturnForm(decoding: Array("nonce=2&quantity:1=2&reason:1=too_big".utf8))
                    guard
                        case .refused(let left, let reason) = await desk.take(
                            another, token: token, trace: nil, logger: logger)
                    else {
                        Issue.record("taken twice")
                        return
                    }
                    #expect(reason.code == "already_returned" && left.lines.map(\.returnable) == [1])
                    #expect(left.returns.map(\.state) == [.approved])
                }
                await reader.close()
            }
        }
    }
}
