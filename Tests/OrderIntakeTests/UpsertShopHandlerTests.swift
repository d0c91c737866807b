import Contracts
import Messaging
import OrderIntake
import Testing
import WireJSON

@Suite("Opening a shop")
struct UpsertShopHandlerTests {
    private let key = ShopKey(channel: "shopify", shop: "main")

    private func upsert(_ message: UpsertShop, _ intake: inout IntakeHarness) throws -> IntakeHarness.Reaction {
        try intake.handle(UpsertShopHandler.self, message.jsonBytes, routingKey: "intake.shop.upsert")
    }

    @Test("keeps its secrets and tells the others")
    func opened() throws {
        var intake = IntakeHarness()
        let reaction = try upsert(
            UpsertShop(channel: "shopify", shop: "main", webhookSecrets: ["s"], stockBuffer: 3), &intake)
        #expect(
            try reaction.first(ShopChanged.self)
                == ShopChanged(channel: "shopify", shop: "main", isOpen: true, stockBuffer: 3))
        #expect(reaction.messages[0].answers != nil)
        #expect(intake.rows.shops[key]?.webhookSecrets == ["s"] && intake.rows.shops[key]?.version == 1)
        #expect(!String(decoding: reaction.messages[0].envelope.data, as: UTF8.self).contains("\"s\""))
    }

    @Test("again without secrets changes the rest, and keeps them")
    func changed() throws {
        var intake = IntakeHarness()
        _ = try upsert(UpsertShop(channel: "shopify", shop: "main", webhookSecrets: ["s"]), &intake)
        _ = try upsert(UpsertShop(channel: "shopify", shop: "main", isOpen: false), &intake)
        #expect(intake.rows.shops[key]?.webhookSecrets == ["s"] && intake.rows.shops[key]?.isOpen == false)
        #expect(intake.rows.shops[key]?.version == 2)
        let same = try upsert(UpsertShop(channel: "shopify", shop: "main", isOpen: false), &intake)
        #expect(intake.rows.shops[key]?.version == 2 && same.types == [ShopChanged.type])
    }

    @Test("with a name that fits no routing key, or bad figures, is parked")
    func refused() throws {
        var intake = IntakeHarness()
        for message in [
            UpsertShop(channel: "Shopify", shop: "main"), UpsertShop(channel: "shopify", shop: "a.b"),
            UpsertShop(channel: "shopify", shop: "main", stockBuffer: -1),
            UpsertShop(channel: "shopify", shop: "main", webhookSecrets: ["a", "b", "c"]),
            UpsertShop(channel: "shopify", shop: "main", webhookSecrets: [""]),
            UpsertShop(channel: "shopify", shop: "main", currency: Currency(rawValue: "eur")),
        ] {
            #expect(throws: HandlerError.self) { _ = try upsert(message, &intake) }
        }
    }
}
