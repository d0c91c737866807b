import Contracts
import Foundation
import Messaging
import Postgres
import TestSupport
import Testing

@Suite("What ends otherwise than at the customer's door", .serialized)
struct UnhappyEndTests {
    @Test("declined, denied, short of stock, refused by the carrier: each ends as it should, money and stock in order")
    func ends() async throws {
        try await WaybillSystem.with { system in
            let shop = DemoShop()
            try await shop.open(in: system, stock: 10)
            try await deny(email: "ada2@example.com", in: system)

            let declined = shop.order(1, token: "tok_declined")
            let denied = shop.order(2)
            let short = shop.order(3, lines: [(sku: "SKU-3", quantity: 21)])
            var refused = shop.order(4)
            refused.shippingAddress?.postcode = "REFUSED"
            let mismatch = shop.order(5, token: "tok_wrong_amount")
            let fine = shop.order(6)
            try await shop.submit([declined, denied, short, refused, mismatch, fine], to: system)

            try await system.expect("cancelled", of: declined)
            try await system.expect("cancelled", of: denied)
            try await system.expect("cancelled", of: short)
            try await system.expect("on_hold", of: refused)
            try await system.expect("on_hold", of: mismatch)
            try await system.expect("delivered", of: fine)

            #expect(try await system.money(of: declined) == Money(authorised: 0, captured: 0, voided: 0, refunded: 0))
            #expect(try await system.money(of: denied) == Money(authorised: 0, captured: 0, voided: 0, refunded: 0))
            #expect(
                try await system.money(of: short)
                    == Money(authorised: 21_500, captured: 0, voided: 21_500, refunded: 0))
            #expect(try await system.money(of: fine) == Money(authorised: 3500, captured: 3500, voided: 0, refunded: 0))
            #expect(try await system.reason(of: declined) == "declined")
            #expect(try await system.reason(of: denied) == "fraud_rules")
            #expect(try await system.hold(of: refused) == "address_invalid")
            #expect(try await system.hold(of: mismatch) == "payment_mismatch")
            // The denied order never asked the provider; the held ones keep what they have.
            #expect(
                try await system.count(
                    in: .payment, "SELECT count(*) FROM payment WHERE state = 'denied' AND authorised = 0") == 1)
            #expect(
                try await system.count(
                    in: .inventory, "SELECT count(*) FROM reservation WHERE state = 'short'") == 1)
            #expect(try await system.count(in: .inventory, "SELECT sum(reserved)::int8 FROM stock_balance") == 3)
            #expect(try await system.count(in: .inventory, "SELECT sum(on_hand)::int8 FROM stock_balance") == 200 - 3)
            try await system.expectClean()
        }
    }

    @Test("a cancel wins before the release to the warehouse, and is refused with the reason after it")
    func cancel() async throws {
        try await WaybillSystem.with { system in
            let shop = DemoShop()
            try await shop.open(in: system)
            let waiting = shop.order(1, method: .marketplace, token: nil)
            let held = shop.order(2, lines: [(sku: "NEVER-HEARD-OF", quantity: 1)])
            let delivered = shop.order(3, state: .authorised)
            try await shop.submit([waiting, held, delivered], to: system)
            try await system.expect("awaiting_payment", of: waiting)
            try await system.expect("on_hold", of: held)
            try await system.expect("delivered", of: delivered)

            let wish = CancelOrder(reason: "the customer changed their mind", actor: "test")
            for order in [waiting, held] {
                let answer = try await system.ask(
                    wish, orderID: try await system.orderID(of: order), for: CancelAnswered.self)
                #expect(answer.accepted)
                try await system.expect("cancelled", of: order)
            }
            let late = try await system.ask(
                wish, orderID: try await system.orderID(of: delivered), for: CancelAnswered.self)
            #expect(!late.accepted)
            #expect(late.reason?.code == "already_closed")
            #expect(
                try await system.money(of: held) == Money(authorised: 1500, captured: 0, voided: 1500, refunded: 0))
            #expect(try await system.count(in: .inventory, "SELECT sum(reserved)::int8 FROM stock_balance") == 0)
            try await system.expectClean()
        }
    }

    @Test("a cancel after the release to a floor of people stops them, and everything is undone")
    func cancelAfterRelease() async throws {
        try await WaybillSystem.with { system in
            let shop = DemoShop()
            var site = DemoShop.berlin
            site.floor = .manual
            try await shop.open(in: system, sites: [site])
            let order = shop.order(1)
            try await shop.submit([order], to: system)
            try await system.waitForCount(1, in: .warehouse, "SELECT count(*) FROM fulfilment_order")
            let answer = try await system.ask(
                CancelOrder(reason: "in time", actor: "test"), orderID: try await system.orderID(of: order),
                for: CancelAnswered.self)
            #expect(answer.accepted)
            #expect(answer.refund == 3500)
            try await system.expect("cancelled", of: order)
            #expect(
                try await system.money(of: order) == Money(authorised: 3500, captured: 0, voided: 3500, refunded: 0))
            #expect(try await system.count(in: .inventory, "SELECT sum(reserved)::int8 FROM stock_balance") == 0)
            try await system.expectClean()
        }
    }

    @Test("an order with an unknown SKU is held, and goes on when the catalogue has it")
    func unknownSKU() async throws {
        try await WaybillSystem.with { system in
            let shop = DemoShop()
            try await shop.open(in: system)
            let order = shop.order(1, lines: [(sku: "SKU-1", quantity: 1), (sku: "SKU-NEW", quantity: 1)])
            try await shop.submit([order], to: system)
            try await system.expect("on_hold", of: order)
            #expect(try await system.hold(of: order) == "unknown_sku")
            // Stock cannot be booked before the article is known, and the article wakes the order at once, so it comes
            // as another name of an article that is there.
            var article = shop.articles[4]
            article.aliases = ["SKU-NEW"]
            let answer = try await system.ask(UpsertCatalogue(articles: [article]), for: CatalogueUpserted.self)
            #expect(answer.reasons.isEmpty)
            try await system.expect("delivered", of: order)
            #expect(
                try await system.count(
                    in: .inventory, "SELECT sum(on_hand)::int8 FROM stock_balance WHERE sku = 'SKU-5'") == 19_999)
            try await system.expectClean()
        }
    }

    /// An entry in the block list, as an operator writes it.
    private func deny(email: String, in system: WaybillSystem) async throws {
        try await system.database.withConnection(schema: ServiceName.payment.schema) { connection in
            _ = try await connection.query(
                Statement(
                    "test_deny",
                    """
                    INSERT INTO fraud_list (kind, digest, effect, reason, author)
                    VALUES ('email', substring(sha256(convert_to('email:' || $1::text, 'UTF8')) FOR 16), 'deny', 'two chargebacks', 'test')
                    """), email)
        }
    }
}
