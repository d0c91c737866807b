import Contracts
import FoundationEssentials
import Logging
import Messaging
import Synchronization
import Testing
import WireJSON

@testable import OrderIntake

@Suite("A polled document that no message can hold")
struct OversizedDocumentTests {
    @Test("is parked as its size, hash and id; the others of its page go on")
    func standsFor() async throws {
        let note = String(repeating: "x", count: 3_200_000)
        let large = ChannelFixtures.woo(["id": "1002", "customer_note": "\"\(note)\""])
        let world = ChannelWorld { _, _ in .json("[\(large),\(ChannelFixtures.woo(["id": "1003"]))]") }
        let folder = try CredentialsFolder()
        let links = ChannelLinks(transport: world, credentials: ChannelCredentials(folder: folder.path))
        let inbox = ListingInbox()
        let effect = PollEffect(links: links, inbox: inbox, concurrency: 1, logger: Logger(label: "test"))
        let shop = ShopKey(channel: "woocommerce", shop: "main")
        let question = PollShop(
            Watermark(key: .init(shop: shop, kind: .changes), readTo: Orders.now),
            PollPosition(since: Orders.now, until: Orders.now + .seconds(60)),
            ShopConnection(baseURL: "http://localhost"), looksAtWebhooks: false)
        let request = try JSONDocument(parsing: question.jsonBytes).root
        let answer = try await effect.perform(EffectCall(kind: "poll", key: "poll/1", request: request, attempt: 1))
        #expect(try PollAnswer.parse(answer).orders == 2)

        let bodies = inbox.bodies.sorted { $0.count < $1.count }
        #expect(bodies.count == 2)
        let document = try OversizedDocument.parse(try #require(bodies.first))
        #expect(document.bytes > 3_200_000 && document.order == "1002")
        var intake = IntakeHarness()
        #expect(
            try intake.webhook("woocommerce", PollKind.changes.topic, try #require(bodies.last)).types == [
                OrderAccepted.type
            ])
        for topic in [PollKind.changes.topic, PollKind.claims.topic, "notification/x"] {
            let error = #expect(throws: HandlerError.self) {
                _ = try intake.webhook("woocommerce", topic, try #require(bodies.first))
            }
            #expect("\(try #require(error))".contains("too_large"))
        }
    }
}

/// Keeps what a message can hold, and fails for what it cannot, as an engine does.
private final class ListingInbox: LocalInbox {
    private let kept = Mutex([[UInt8]]())

    var bodies: [[UInt8]] { kept.withLock { $0 } }

    func submit(
        _ message: some Command, id: UUID, orderID: UUID?, channel: String?, trace: TraceContext?
    ) async throws -> LocalReceipt {
        let envelope = Envelope(
            id: id, source: "/test", type: ReceiveWebhook.type, time: Orders.now, channel: channel,
            data: message.jsonBytes)
        let body = try ReceivedMessage(local: envelope).payload(Webhook.self).body
        kept.withLock { $0.append(body) }
        return .applied
    }
}
