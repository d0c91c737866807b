import Contracts
import Messaging
import OrderIntake
import TestSupport
import Testing
import WireJSON

@Suite("A webhook that was signed rightly")
struct ReceiveWebhookHandlerTests {
    @Test("with a paid order announces it and keeps the body")
    func order() throws {
        var intake = IntakeHarness()
        let reaction = try intake.webhook("shopify", "orders/create", ChannelFixtures.shopify())
        #expect(reaction.types == [OrderAccepted.type])
        let order = try #require(try reaction.first(OrderAccepted.self)?.order)
        #expect(order.channel == "shopify" && order.shop == "main" && order.externalID == "820982911946154508")
        #expect(intake.rows.rawBodies.map(\.outcome) == ["accepted"])
        #expect(intake.rows.rawBodies[0].externalID == order.externalID)
        #expect(intake.rows.rawBodies[0].body == Array(ChannelFixtures.shopify().utf8))
    }

    @Test("and others of the same order are one order, in any sequence", arguments: [31, 32, 33] as [UInt64])
    func permutations(seed: UInt64) throws {
        let unpaid = ["financial_status": "\"pending\""]
        let later = ["updated_at": "\"2026-02-01T10:01:00+03:00\""]
        let arrivals = [
            ("orders/create", ChannelFixtures.shopify(unpaid)), ("orders/create", ChannelFixtures.shopify(unpaid)),
            ("orders/paid", ChannelFixtures.shopify(later)), ("orders/updated", ChannelFixtures.shopify(later)),
        ]
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<20 {
            var intake = IntakeHarness()
            var announced: [MessageType] = []
            for (topic, body) in (arrivals + arrivals).shuffled(using: &generator) {
                announced += try intake.webhook("shopify", topic, body).types
            }
            #expect(intake.rows.orders.keys.count == 1)
            #expect(intake.rows.orders.rows.first?.order.payment.state == .paid)
            #expect(announced.filter { $0 == OrderAccepted.type }.count == 1)
            #expect(announced.filter { $0 == OrderUpdated.type }.count <= 1)
        }
    }

    @Test("that cancels tells the coordinator why and when")
    func cancelled() throws {
        var intake = IntakeHarness()
        _ = try intake.webhook("shopify", "orders/create", ChannelFixtures.shopify())
        let body = ChannelFixtures.shopify([
            "cancelled_at": "\"2026-02-01T10:02:00+03:00\"", "updated_at": "\"2026-02-01T10:02:00+03:00\"",
        ])
        let reaction = try intake.webhook("shopify", "orders/cancelled", body)
        let event = try #require(try reaction.first(OrderCancelledByChannel.self))
        #expect(event.reason == "cancelled" && event.at.rfc3339 == "2026-02-01T07:02:00Z")
        #expect(reaction.messages[0].envelope.orderID == intake.rows.orders.rows.first?.id)
        #expect(try intake.webhook("shopify", "orders/updated", body).types.isEmpty)
    }

    @Test("of a topic that nothing is done about is kept", arguments: ["draft_orders/create", "app/uninstalled", ""])
    func unhandled(topic: String) throws {
        var intake = IntakeHarness()
        #expect(try intake.webhook("shopify", topic, #"{"id": 1}"#).types.isEmpty)
        #expect(intake.rows.rawBodies.map(\.outcome) == ["unhandled_topic"])
    }

    @Test(
        "of an order that was marked as sent at the channel while it runs here is parked, unless a parcel from here was told"
    )
    func sentElsewhere() throws {
        let sent = ChannelFixtures.shopify([
            "fulfillment_status": "\"fulfilled\"", "updated_at": "\"2026-02-01T10:02:00+03:00\"",
        ])
        let key = ShopKey(channel: "shopify", shop: "main")
        for (isTold, isConnected) in [(false, true), (true, true), (false, false)] {
            var intake = IntakeHarness()
            intake.rows.shops[key] = Shop(
                key: key, connection: isConnected ? ShopConnection(baseURL: "http://localhost") : nil)
            _ = try intake.webhook("shopify", "orders/create", ChannelFixtures.shopify())
            let row = try #require(intake.rows.orders.rows.first)
            if isTold {
                intake.rows.pushes["fulfilment/1"] = PushRecord(
                    key: "fulfilment/1", order: row.key, orderID: row.id,
                    push: .fulfilment(
                        ChannelPush.Fulfilment(
                            order: row.key.externalID, parcel: "1",
                            lines: [ChannelPush.Line(lineID: "11", quantity: 2)], carrier: "sandbox",
                            service: "standard", trackingNumber: "1", shippedAt: Orders.now, site: "IST", isLast: true)),
                    state: .discarded)
            }
            guard isConnected, !isTold else {
                #expect(try intake.webhook("shopify", "orders/fulfilled", sent).types.isEmpty)
                continue
            }
            let error = #expect(throws: HandlerError.self) {
                _ = try intake.webhook("shopify", "orders/fulfilled", sent)
            }
            #expect(error?.code == "fulfilled_at_channel" && error?.isRetriable == false)
        }
    }

    @Test("of a deleted order that runs here is parked for a person, each time")
    func deletedWhileItRuns() throws {
        var intake = IntakeHarness()
        _ = try intake.webhook("woocommerce", "order.created", ChannelFixtures.woo())
        for _ in 0..<2 {
            let error = #expect(throws: HandlerError.self) {
                _ = try intake.webhook("woocommerce", "order.deleted", #"{"id": 963}"#)
            }
            #expect(error?.code == "deleted_at_channel" && error?.isRetriable == false)
        }
        #expect(intake.rows.changes.map(\.kind) == ["accepted"])
    }

    @Test("of an order that polling finds in the trash is what the channel's own word of it is")
    func trash() throws {
        func body(_ status: String, _ minute: Int) -> String {
            ChannelFixtures.woo(["status": "\"\(status)\"", "date_modified_gmt": "\"2026-02-01T08:0\(minute):00\""])
        }
        var running = IntakeHarness()
        _ = try running.webhook("woocommerce", "order.created", ChannelFixtures.woo())
        let error = #expect(throws: HandlerError.self) {
            _ = try running.webhook("woocommerce", "poll", body("trash", 1))
        }
        #expect(error?.code == "deleted_at_channel")
        var over = IntakeHarness()
        _ = try over.webhook("woocommerce", "poll", body("completed", 1))
        #expect(try over.webhook("woocommerce", "poll", body("trash", 2)).types.isEmpty)
        #expect(over.rows.changes.last?.kind == "deleted")
        // One that was never heard of is known from then on, and goes on when it is taken out.
        var new = IntakeHarness()
        #expect(try new.webhook("woocommerce", "poll", body("trash", 1)).types.isEmpty)
        #expect(new.rows.orders.rows.map(\.disposition) == [.recorded(.cancelled)])
        #expect(try new.webhook("woocommerce", "order.restored", body("processing", 2)).types == [OrderAccepted.type])
    }

    @Test("of a refund without its lines waits for them where the shop is asked, and is of money alone where nobody is")
    func refundSummary() throws {
        func body(_ lines: String) -> String {
            ChannelFixtures.woo([
                "date_modified_gmt": "\"2026-02-01T08:00:00\"",
                "refunds": #"[{"id": 7, "total": "-5.00"\#(lines)}]"#,
            ])
        }
        let lines = #", "line_items": [{"quantity": -1, "meta_data": [{"key": "_refunded_item_id", "value": 11}]}]"#
        var alone = IntakeHarness()
        _ = try alone.webhook("woocommerce", "order.created", ChannelFixtures.woo())
        let told = try alone.webhook("woocommerce", "order.updated", body("")).first(RefundedByChannel.self)
        #expect(told?.amount == 500 && told?.lines == [])
        var asked = IntakeHarness()
        let shop = ShopKey(channel: "woocommerce", shop: "main")
        asked.rows.shops[shop] = Shop(key: shop, connection: ShopConnection(baseURL: "http://localhost"))
        _ = try asked.webhook("woocommerce", "order.created", ChannelFixtures.woo())
        #expect(try asked.webhook("woocommerce", "order.updated", body("")).types.isEmpty)
        let whole = try asked.webhook("woocommerce", "poll", body(lines)).first(RefundedByChannel.self)
        #expect(whole?.lines == [LineQuantity(lineID: "11", quantity: 1)] && whole?.externalRefundID == "7")
        #expect(try asked.webhook("woocommerce", "census", body(lines)).types.isEmpty)
    }

    @Test("of an order that is given back whole cancels it, and says how much money went back")
    func refundedWhole() throws {
        let whole = [
            "status": "\"refunded\"", "date_modified_gmt": "\"2026-02-01T08:00:00\"",
            "refunds": #"[{"id": 7, "total": "-15.40"}]"#,
        ]
        var known = IntakeHarness()
        _ = try known.webhook("woocommerce", "order.created", ChannelFixtures.woo())
        let told = try known.webhook("woocommerce", "order.updated", ChannelFixtures.woo(whole))
        #expect(told.types == [OrderCancelledByChannel.type, RefundedByChannel.type])
        #expect(try told.first(RefundedByChannel.self)?.amount == 1540)
        #expect(try known.webhook("woocommerce", "order.updated", ChannelFixtures.woo(whole)).types.isEmpty)
        // One that nobody worked on was never paid here.
        var new = IntakeHarness()
        #expect(try new.webhook("woocommerce", "order.updated", ChannelFixtures.woo(whole)).types.isEmpty)
        #expect(new.rows.refunds.rows.map(\.state) == [.included])
    }

    @Test("of a deleted order that is over is recorded, and nothing is undone", arguments: ["cancelled", "completed"])
    func deleted(status: String) throws {
        var intake = IntakeHarness()
        _ = try intake.webhook("woocommerce", "order.created", ChannelFixtures.woo())
        _ = try intake.webhook(
            "woocommerce", "order.updated",
            ChannelFixtures.woo(["status": "\"\(status)\"", "date_modified_gmt": "\"2026-02-01T08:00:00\""]))
        #expect(try intake.webhook("woocommerce", "order.deleted", #"{"id": 963}"#).types.isEmpty)
        #expect(intake.rows.changes.last?.kind == "deleted")
        #expect(try intake.webhook("woocommerce", "order.deleted", #"{"id": 1}"#).types.isEmpty)
        #expect(intake.rows.rawBodies.suffix(2).map(\.outcome) == ["deleted", "deleted"])
    }

    @Test(
        "that cannot be taken is parked with the reason",
        arguments: [
            ("{\"id\": 1,}", "unreadable_body"), ("", "unreadable_body"), (#"{"foo": "bar"}"#, "not_an_order"),
            (#"{"orders": []}"#, "not_an_order"), ("[1]", "not_an_order"),
            (ChannelFixtures.shopify(line: ["quantity": "1.5"]), "unfit_order"),
            (ChannelFixtures.shopify(["fulfillment_status": "\"partial\""]), "partially_fulfilled"),
        ])
    func parked(body: String, code: String) throws {
        var intake = IntakeHarness()
        let error = #expect(throws: HandlerError.self) {
            _ = try intake.webhook("shopify", "orders/create", body)
        }
        #expect(error?.code == code && error?.isRetriable == false)
        #expect(intake.rows.orders.keys.isEmpty)
    }

    @Test("about an order that we are shipping is no surprise when the channel says so")
    func partlyFulfilledByUs() throws {
        var intake = IntakeHarness()
        _ = try intake.webhook("shopify", "orders/create", ChannelFixtures.shopify())
        let body = ChannelFixtures.shopify([
            "fulfillment_status": "\"partial\"", "updated_at": "\"2026-02-01T10:02:00+03:00\"",
        ])
        #expect(try intake.webhook("shopify", "orders/updated", body).types.isEmpty)
    }

    @Test("of Trendyol's waits while the channel does, and goes on once it is cleared")
    func awaiting() throws {
        var intake = IntakeHarness()
        let waiting = ChannelFixtures.trendyol([
            "shipmentPackageStatus": "\"Awaiting\"", "lastModifiedDate": "1770799900000",
        ])
        #expect(try intake.webhook("trendyol", "package", waiting).types == [OrderAwaited.type])
        #expect(try intake.webhook("trendyol", "package", waiting).types.isEmpty)
        #expect(try intake.webhook("trendyol", "package", ChannelFixtures.trendyol()).types == [OrderAccepted.type])
        #expect(try intake.webhook("trendyol", "package", waiting).types.isEmpty)
        let cancelled = ChannelFixtures.trendyol([
            "shipmentPackageStatus": "\"Cancelled\"", "lastModifiedDate": "1770803600000",
        ])
        let reaction = try intake.webhook("trendyol", "package", cancelled)
        #expect(reaction.types == [OrderCancelledByChannel.type] && intake.rows.orders.keys.count == 1)
    }

    @Test("that waits has its goods held, as they now are, until it is cancelled")
    func held() throws {
        func awaiting(_ changes: [String: String], at time: Int) -> String {
            ChannelFixtures.trendyol(
                changes.merging(["lastModifiedDate": "\"\(time)\""]) { own, _ in own })
        }
        var intake = IntakeHarness()
        let waiting = try intake.webhook(
            "trendyol", "package", awaiting(["shipmentPackageStatus": "\"Awaiting\""], at: 1_770_799_900_000))
        let held = try #require(try waiting.first(OrderAwaited.self))
        let order = try #require(intake.rows.orders.rows.first?.order)
        #expect(held.channel == "trendyol" && held.lines.map(\.lineID) == order.lines.map(\.id))
        #expect(held.lines.map(\.quantity) == order.lines.map(\.quantity) && !held.lines.isEmpty)
        let cancelled = try intake.webhook(
            "trendyol", "package", awaiting(["shipmentPackageStatus": "\"Cancelled\""], at: 1_770_803_600_000))
        #expect(cancelled.types == [OrderAwaited.type])
        #expect(try cancelled.first(OrderAwaited.self)?.lines == [])
    }

    @Test("of Hepsiburada's about further lines of a known order, or the end of some, is parked; fewer are no news")
    func otherLines() throws {
        var intake = IntakeHarness()
        _ = try intake.webhook("hepsiburada", "POST orders", ChannelFixtures.hepsiburada())
        for changes in [
            ["quantity": "7"], ["id": "\"another\""], ["quantity": "5", "status": "\"CancelledByCustomer\""],
        ] {
            let body = ChannelFixtures.hepsiburada(changes)
            let error = #expect(throws: HandlerError.self) {
                _ = try intake.webhook("hepsiburada", "POST orders", body)
            }
            #expect(error?.code == "other_lines" && error?.isRetriable == false)
        }
        for body in [ChannelFixtures.hepsiburada(), ChannelFixtures.hepsiburada(["quantity": "5"])] {
            #expect(try intake.webhook("hepsiburada", "POST orders", body).types.isEmpty)
        }
        #expect(intake.rows.rawBodies.map(\.outcome) == ["accepted", "unchanged", "part"])
    }

    @Test("of Hepsiburada's that was told before units of it were cancelled, and comes after, is no news")
    func olderLines() throws {
        var intake = IntakeHarness()
        _ = try intake.webhook("hepsiburada", "POST orders", ChannelFixtures.hepsiburada())
        let older = ["quantity": "7", "lastStatusUpdateDate": "\"2026-02-11T12:40:59\""]
        #expect(try intake.webhook("hepsiburada", "POST orders", ChannelFixtures.hepsiburada(older)).types.isEmpty)
        #expect(intake.rows.rawBodies.map(\.outcome) == ["accepted", "stale"])
        let other = ChannelFixtures.hepsiburada(older.merging(["id": "\"another\""]) { $1 })
        #expect(throws: HandlerError.self) { _ = try intake.webhook("hepsiburada", "POST orders", other) }
    }

    @Test("of Hepsiburada's that was told before a line was cancelled of which only the cancel was heard is no news")
    func olderLinesThatAreGone() throws {
        let older = ["id": "\"gone\"", "lastStatusUpdateDate": "\"2026-02-11T12:40:59\""]
        let cancel = """
            {"id": "gone", "quantity": 2, "orderNumber": "041241341", "cancelDate": "2026-02-11T13:00:00"}
            """
        var intake = IntakeHarness()
        _ = try intake.webhook("hepsiburada", "page", ChannelFixtures.hepsiburada())
        // Until the cancel is heard of nobody knows.
        let error = #expect(throws: HandlerError.self) {
            _ = try intake.webhook("hepsiburada", "POST orders", ChannelFixtures.hepsiburada(older))
        }
        #expect(error?.code == "other_lines" && error?.isRetriable == true)
        _ = try intake.webhook("hepsiburada", "page", cancel)
        #expect(try intake.webhook("hepsiburada", "POST orders", ChannelFixtures.hepsiburada(older)).types.isEmpty)
        #expect(intake.rows.rawBodies.map(\.outcome).last == "stale")
    }

    @Test("of Hepsiburada's takes the cancelled units off the order once, whichever of the two comes first")
    func lineCancelled() throws {
        let cancel = """
            {"id": "5f0c3c9a-1111", "quantity": 2, "orderNumber": "041241341", "cancelDate": "2026-02-11T13:00:00",
             "cancelledBy": "Customer", "cancelReasonCode": "1", "isUnpackedLine": true}
            """
        var first = IntakeHarness()
        _ = try first.webhook("hepsiburada", "POST orders", ChannelFixtures.hepsiburada())
        let told = try #require(
            try first.webhook("hepsiburada", "PUT lineitems/cancel", cancel).first(RefundedByChannel.self))
        #expect(told.lines == [LineQuantity(lineID: "5f0c3c9a-1111", quantity: 2)] && told.amount == 0)
        #expect(try first.webhook("hepsiburada", "PUT lineitems/cancel", cancel).types.isEmpty)
        var second = IntakeHarness()
        #expect(try second.webhook("hepsiburada", "PUT lineitems/cancel", cancel).types.isEmpty)
        let reaction = try second.webhook("hepsiburada", "POST orders", ChannelFixtures.hepsiburada())
        #expect(reaction.types == [OrderAccepted.type, RefundedByChannel.type])
    }

    @Test("of Hepsiburada's may be lost: its list of cancels says the same, and lines that are no older are less by it")
    func lineCancelledAsListed() throws {
        let cancel = """
            {"id": "5f0c3c9a-1111", "quantity": 2, "orderNumber": "041241341", "cancelDate": "2026-02-11T13:00:00"}
            """
        var intake = IntakeHarness()
        _ = try intake.webhook("hepsiburada", "POST orders", ChannelFixtures.hepsiburada())
        let told = try #require(try intake.webhook("hepsiburada", "poll", cancel).first(RefundedByChannel.self))
        #expect(told.lines == [LineQuantity(lineID: "5f0c3c9a-1111", quantity: 2)])
        // However each writes the moment.
        for moment in ["13:00:00", "13:00:00.0000000", "13:00:00.4", "13:00:00+03:00"] {
            let same = cancel.replacing("13:00:00", with: moment)
            #expect(try intake.webhook("hepsiburada", "PUT lineitems/cancel", same).types.isEmpty, "\(moment)")
        }
        #expect(intake.rows.refunds.keys.map(\.refundID) == ["cancel/5f0c3c9a-1111/2/2026-02-11T13:00:00"])
        // What is left is heard of for the first time after the cancel.
        let left = ["quantity": "4", "lastStatusUpdateDate": "\"2026-02-11T13:00:00\""]
        var late = IntakeHarness()
        _ = try late.webhook("hepsiburada", "PUT lineitems/cancel", cancel)
        let reaction = try late.webhook("hepsiburada", "poll", ChannelFixtures.hepsiburada(left))
        #expect(reaction.types == [OrderAccepted.type])
        var later = IntakeHarness()
        _ = try later.webhook("hepsiburada", "poll", ChannelFixtures.hepsiburada(left))
        #expect(try later.webhook("hepsiburada", "poll", cancel).types.isEmpty)
        #expect(later.rows.refunds.rows.map(\.state) == [.included])
    }

    @Test("of Amazon's whose buyer asks to cancel it while it runs is parked, since nothing else of it is news")
    func buyerCancels() throws {
        let wish = [
            "cancellation": #"{"cancellationRequest": {"requester": "BUYER", "cancelReason": "cheaper"}}"#
        ]
        var intake = IntakeHarness()
        #expect(try intake.webhook("amazon", "poll", ChannelFixtures.amazon()).types == [OrderAccepted.type])
        let later = ["lastUpdatedTime": "\"2026-02-11T09:50:00Z\""]
        let error = #expect(throws: HandlerError.self) {
            _ = try intake.webhook("amazon", "poll", ChannelFixtures.amazon(later, item: wish))
        }
        #expect(error?.code == "cancel_requested" && error?.isRetriable == false)
        #expect(try intake.webhook("amazon", "poll", ChannelFixtures.amazon(later)).types.isEmpty)
    }

    @Test("of Amazon's with fewer units than are known says what was cancelled, once")
    func fewerUnits() throws {
        func content(_ units: Int, at minute: Int) -> String {
            ChannelFixtures.amazon(
                ["lastUpdatedTime": "\"2026-02-11T09:\(minute):00Z\""], item: ["quantityOrdered": "\(units)"])
        }
        var intake = IntakeHarness()
        #expect(try intake.webhook("amazon", "poll", content(2, at: 30)).types == [OrderAccepted.type])
        let told = try #require(
            try intake.webhook("amazon", "poll", content(1, at: 40)).first(RefundedByChannel.self))
        #expect(told.lines == [LineQuantity(lineID: "11498765431234", quantity: 1)])
        #expect(try intake.webhook("amazon", "poll", content(1, at: 50)).first(RefundedByChannel.self) == nil)
        // Older content, which comes late, says nothing of it.
        #expect(try intake.webhook("amazon", "poll", content(2, at: 35)).types.isEmpty)
    }

    @Test(
        "of Magento's, whose clock has seconds, may be several of one: fewer units win, and each is told as gone once")
    func fewerUnitsInOneSecond() throws {
        func content(_ units: Int) -> String {
            let item = ChannelFixtures.magentoItem([
                "item_id": "16", "sku": "\"TEE-XS\"", "qty_ordered": "5", "qty_canceled": "\(5 - units)",
                "row_total": "115",
            ])
            return ChannelFixtures.magento(
                [
                    "grand_total": "120", "total_due": "0", "tax_amount": "0", "discount_amount": "0",
                    "state": "\"processing\"",
                ], items: [item])
        }
        for arrivals in [[5, 4, 3, 2, 1], [5, 4, 5, 3, 4, 3, 2, 5, 1, 2], [5, 2, 4, 3, 1]] {
            var intake = IntakeHarness()
            var gone = 0
            for units in arrivals {
                let reaction = try intake.webhook("magento", "poll", content(units))
                for message in reaction.messages where message.envelope.type == RefundedByChannel.type {
                    gone += try RefundedByChannel.parse(message.envelope.data).lines.reduce(0) { $0 + $1.quantity }
                }
            }
            #expect(gone == 4 && intake.rows.orders.rows.first?.order.lines.map(\.quantity) == [1], "\(arrivals)")
        }
    }

    @Test(
        "of Amazon's without its lines says nothing of them, whatever its status",
        arguments: ["PartiallyShipped", "Shipped", "Canceled"])
    func headAlone(status: String) throws {
        func content(_ status: String, at minute: Int, _ changes: [String: String] = [:]) -> String {
            let told = ["OrderStatus": "\"\(status)\"", "LastUpdateDate": "\"2026-02-11T09:\(minute):00Z\""]
            return ChannelFixtures.oldAmazon(told.merging(changes) { $1 }, item: ["QuantityOrdered": "1"])
        }
        var intake = IntakeHarness()
        #expect(try intake.webhook("amazon", "page", content("Unshipped", at: 31)).types == [OrderAccepted.type])
        let reaction = try intake.webhook("amazon", "page", content(status, at: 40, ["OrderItems": ""]))
        #expect(try reaction.first(RefundedByChannel.self) == nil)
        #expect(reaction.types == (status == "Canceled" ? [OrderCancelledByChannel.type] : []))
        let row = try #require(intake.rows.orders.rows.first)
        #expect(row.order.lines.map(\.quantity) == [1] && row.order.total == 3100)
        #expect(intake.rows.rawBodies.map(\.outcome) == ["accepted", "recorded"])
    }

    @Test("of an order that is paid at the door tells what was cancelled of it, since nobody waits for its money")
    func cancelledAtTheDoor() throws {
        func content(_ units: Int, at minute: Int) -> String {
            let item = ChannelFixtures.magentoItem([
                "item_id": "16", "sku": "\"TEE-XS\"", "qty_ordered": "3", "qty_canceled": "\(3 - units)",
                "row_total": "69",
            ])
            return ChannelFixtures.magento(
                [
                    "payment": #"{"method": "cashondelivery"}"#, "updated_at": "\"2026-02-11 09:\(minute):00\"",
                    "grand_total": "\(units * 23 + 5)", "total_due": "\(units * 23 + 5)", "tax_amount": "0",
                    "discount_amount": "0",
                ], items: [item])
        }
        var intake = IntakeHarness()
        let accepted = try intake.webhook("magento", "poll", content(3, at: 10))
        #expect(try accepted.first(OrderAccepted.self)?.order.isPaidAtTheDoor == true)
        let reaction = try intake.webhook("magento", "poll", content(2, at: 20))
        #expect(
            try reaction.first(RefundedByChannel.self)?.lines == [LineQuantity(lineID: "16", quantity: 1)],
            "\(reaction.types)")
    }

    @Test("of a changed address takes the order there, once, and what was told before does not take it back")
    func changedAddress() throws {
        var intake = IntakeHarness()
        let change = """
            {"orderNumber": "041241341", "addressId": "2c31", "address": "Kule 2", "name": "Ayşe Yılmaz",
             "countryCode": "TR", "phoneNumber": "5421112233", "district": "Mecidiyeköy", "city": "İzmir", "town": "Bornova"}
            """
        let early = #expect(throws: HandlerError.self) {
            _ = try intake.webhook("hepsiburada", "PUT orders/shippingaddress", change)
        }
        #expect(early?.code == "unknown_order" && early?.isRetriable == true)
        #expect(
            try intake.webhook("hepsiburada", "POST orders", ChannelFixtures.hepsiburada()).types == [
                OrderAccepted.type
            ])
        let told = try #require(
            try intake.webhook("hepsiburada", "PUT orders/shippingaddress", change).first(OrderUpdated.self))
        #expect(told.order.shippingAddress?.city == "İzmir" && told.order.lines.map(\.quantity) == [6])
        #expect(told.changed.allSatisfy { $0.hasPrefix("$.shippingAddress") } && !told.changed.isEmpty)
        #expect(try intake.webhook("hepsiburada", "PUT orders/shippingaddress", change).types.isEmpty)
        #expect(try intake.webhook("hepsiburada", "POST orders", ChannelFixtures.hepsiburada()).types.isEmpty)
        #expect(intake.rows.orders.rows.first?.order.shippingAddress?.city == "İzmir")
        // A cancel of before still counts.
        let cancel =
            #"{"id": "5f0c3c9a-1111", "quantity": 2, "orderNumber": "041241341", "cancelDate": "2026-02-11T12:41:01"}"#
        #expect(try intake.webhook("hepsiburada", "PUT lineitems/cancel", cancel).types == [RefundedByChannel.type])
    }

    @Test("that a person must carry out, or that names no order, is parked")
    func attention() throws {
        var intake = IntakeHarness()
        for (topic, body, code) in [
            ("PUT orders/shippingaddress", #"{"orderNumber": "1"}"#, "address_change"),
            ("PUT lineitems/cancel", #"{"orderNumber": "1"}"#, "unfit_refund"),
            ("POST orders", #"{"items": []}"#, "not_an_order"),
        ] {
            let error = #expect(throws: HandlerError.self) { _ = try intake.webhook("hepsiburada", topic, body) }
            #expect(error?.code == code && error?.isRetriable == false)
        }
        #expect(try intake.webhook("hepsiburada", "PUT packages/intransit", #"{"a": 1}"#).types.isEmpty)
        #expect(intake.rows.rawBodies.map(\.outcome) == ["unhandled_topic"])
    }

    @Test("tells no reason that holds somebody's data")
    func reasonWithoutData() throws {
        var intake = IntakeHarness()
        let body = ChannelFixtures.shopify(["created_at": ""], line: ["quantity": "\"Ada's two\""])
        let error = #expect(throws: HandlerError.self) {
            _ = try intake.webhook("shopify", "orders/create", body)
        }
        #expect(error?.message.contains("Ada") == false)
    }
}
