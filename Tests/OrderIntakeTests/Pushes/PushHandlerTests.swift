import Contracts
import FoundationEssentials
import Messaging
import Testing
import WireJSON

@testable import OrderIntake

@Suite("Pushes: what a channel is told, and what it is not")
struct PushHandlerTests {
    private let tea = ParcelLine(lineID: "1", sku: "TEA-100", quantity: 2)
    private let restOfTea = ParcelLine(lineID: "1", sku: "TEA-100", quantity: 1)
    private let pot = ParcelLine(lineID: "2", sku: "POT-1", quantity: 1)

    @Test("A parcel is told once, with its units; the last one says so")
    func parcels() throws {
        var intake = PushHarness()
        let order = intake.take()
        let first = try intake.hear(ParcelHandedOverHandler.self, PushHarness.parcel("1", [tea]), of: order)
        guard case .fulfilment(let told) = try PushHarness.push(first.first) else { throw NotThat() }
        #expect(told.order == "1001" && told.trackingNumber == "WB-1" && told.carrier == "sandbox")
        #expect(told.lines == [LineQuantity(lineID: "1", quantity: 2)] && told.site == "IST" && !told.isLast)
        let again = try intake.hear(ParcelHandedOverHandler.self, PushHarness.parcel("1", [tea]), of: order)
        #expect(again.isEmpty)
        let last = try intake.hear(
            ParcelHandedOverHandler.self, PushHarness.parcel("2", [restOfTea, pot]), of: order)
        guard case .fulfilment(let rest) = try PushHarness.push(last.first) else { throw NotThat() }
        #expect(rest.isLast && rest.lines.count == 2)
        #expect(first.first?.key != last.first?.key)
    }

    @Test("A parcel is the last one when all else was refunded by the channel, where the order's lines do not say so")
    func refunded() throws {
        for (channel, isLast) in [("woocommerce", true), ("shopify", false)] {
            var intake = PushHarness(channel)
            let order = intake.take(Orders.ofChannel(channel))
            let refund = RefundedByChannel(
                externalRefundID: "7", amount: 5000, lines: [LineQuantity(lineID: "2", quantity: 1)], restock: false)
            let key = KnownRefund.Key(order: OrderKey(shop: intake.shop, externalID: order.externalID), refundID: "7")
            intake.memory.refunds.set(KnownRefund(key: key, content: refund, state: .told), as: key)
            let last = try intake.hear(
                ParcelHandedOverHandler.self, PushHarness.parcel("1", [tea, restOfTea]), of: order)
            guard case .fulfilment(let told) = try PushHarness.push(last.first) else { throw NotThat() }
            #expect(told.isLast == isLast, "\(channel)")
        }
    }

    @Test("A refund names its units, whether they have left or not: that the coordinator knows")
    func refundOfSent() throws {
        for sent in [[tea, restOfTea], [tea]] {
            var intake = PushHarness("woocommerce")
            let order = intake.take(Orders.ofChannel("woocommerce", externalID: "963"))
            try intake.hear(ParcelHandedOverHandler.self, PushHarness.parcel("1", sent), of: order)
            let lines = #"[{"quantity": -1, "meta_data": [{"key": "_refunded_item_id", "value": "1"}]}]"#
            let body = ChannelFixtures.woo([
                "refunds": #"[{"id": 7, "total": "-19.95", "line_items": \#(lines)}]"#,
                "date_modified_gmt": "\"2027-01-01T08:00:00\"", "total": "\"119.95\"",
            ])
            let webhook = ReceiveWebhook(
                channel: "woocommerce", shop: "main", topic: "poll", body: Data(body.utf8).base64EncodedString())
            try intake.hear(ReceiveWebhookHandler.self, Webhook.parse(webhook.jsonBytes))
            let told = try #require(intake.messages.first { $0.envelope.type == RefundedByChannel.type })
            let refund = try RefundedByChannel.parse(told.envelope.data)
            #expect(refund.amount == 1995 && refund.lines == [LineQuantity(lineID: "1", quantity: 1)])
        }
    }

    @Test("Of a kit, in the parcel as what it consists of, the units of its line are told")
    func kits() throws {
        var intake = PushHarness()
        let order = intake.take()
        let parts = ["LEAF", "BOX"].map { ParcelLine(lineID: "1", sku: $0, quantity: 6) }
        let told = try intake.hear(ParcelHandedOverHandler.self, PushHarness.parcel("1", parts), of: order)
        guard case .fulfilment(let kit) = try PushHarness.push(told.first) else { throw NotThat() }
        #expect(kit.lines == [LineQuantity(lineID: "1", quantity: 3)])
    }

    @Test("A shop without a connection, an exchange, and what a channel does not want to hear cost nothing")
    func untold() throws {
        var unconnected = PushHarness(isConnected: false)
        let order = unconnected.take()
        #expect(
            try unconnected.hear(ParcelHandedOverHandler.self, PushHarness.parcel("1", [tea]), of: order).isEmpty)
        #expect(
            try unconnected.hear(StockLevelHandler.self, StockLevel(sku: "TEA-100", available: 5, version: 2)).isEmpty)
        #expect(unconnected.memory.pushes.rows.isEmpty)
        // What may be sold is kept for the day on which the shop is connected.
        let upsert = UpsertShop(
            channel: "shopify", shop: "main", connection: ShopConnection(baseURL: "http://localhost"))
        let first = try unconnected.hear(UpsertShopHandler.self, upsert).filter { $0.kind == StockDone.effectKind }
        guard case .stock(let items) = try PushHarness.push(first.first) else { throw NotThat() }
        #expect(items.map(\.units) == [5])
        var intake = PushHarness()
        var exchange = Orders.ofChannel("shopify", externalID: "x")
        exchange.kind = .exchange
        exchange = intake.take(exchange)
        #expect(try intake.hear(ParcelHandedOverHandler.self, PushHarness.parcel("2", [tea]), of: exchange).isEmpty)
        var n11 = PushHarness("n11")
        let other = n11.take(Orders.ofChannel("n11"))
        let refund = PaymentRefunded(
            paymentID: .v5("p"), refundID: .v5("r"), amount: 1995, refundedTotal: 1995, owedBy: "channel",
            returnID: .v5("b"))
        #expect(try n11.hear(PaymentRefundedHandler.self, refund, of: other).isEmpty)
    }

    @Test("A parcel is told with those that left before it, which a package of its own may be taken for")
    func earlierParcels() throws {
        var intake = PushHarness("trendyol")
        let order = intake.take(Orders.ofChannel("trendyol"))
        func hear(_ name: String) throws -> ChannelPush.Fulfilment {
            let effects = try intake.hear(ParcelHandedOverHandler.self, PushHarness.parcel(name, [tea]), of: order)
            guard case .fulfilment(let parcel) = try PushHarness.push(effects.first) else { throw NotThat() }
            return parcel
        }
        let first = try hear("1")
        let second = try hear("2")
        #expect(first.earlier.isEmpty)
        #expect(second.earlier == [.init(trackingNumber: first.trackingNumber, lines: first.lines)])
        #expect(try ChannelPush.Fulfilment(from: JSONDocument(parsing: second.jsonBytes).root) == second)
    }

    @Test("Trendyol hears of accepted units that cost nothing, for which no money goes back")
    func freeUnits() throws {
        var intake = PushHarness("trendyol")
        var content = Orders.ofChannel("trendyol")
        content.lines[1].discount = content.lines[1].unitPrice
        content.total -= content.lines[1].unitPrice
        let order = intake.take(content)
        func told(_ state: ReturnState, _ bucket: ReturnBucket) throws -> [ChannelPush.ReturnDecision] {
            let summary = OrderSummary(
                id: order.id, channel: order.channel, shop: order.shop, externalID: order.externalID,
                number: order.number, currency: order.currency, total: order.total, customer: order.customer,
                shippingAddress: nil, lines: [])
            let message = ReturnChanged(
                returnID: .v5("gift"), state: state, order: summary,
                lines: ["1", "2"].map { ReturnUnits(lineID: $0, sku: "TEA-100", bucket: bucket, quantity: 1) })
            return try intake.hear(ReturnChangedHandler.self, message, of: order).map { effect in
                guard case .returnDecision(let decision) = try PushHarness.push(effect) else { throw NotThat() }
                return decision
            }
        }
        #expect(try told(.received, .received).isEmpty)
        let gifts = try told(.inspected, .restocked)
        #expect(gifts.map(\.lines) == [[LineQuantity(lineID: "2", quantity: 1)]] && gifts[0].isApproved)
        #expect(try told(.settled, .restocked).isEmpty)
    }

    @Test("Trendyol hears once of a declined return, and of units that go back to the customer once all were looked at")
    func returnDecisions() throws {
        var intake = PushHarness("trendyol")
        let order = intake.take(Orders.ofChannel("trendyol"))
        func summary(_ order: Order) -> OrderSummary {
            OrderSummary(
                id: order.id, channel: order.channel, shop: order.shop, externalID: order.externalID,
                number: order.number, currency: order.currency, total: order.total, customer: order.customer,
                shippingAddress: nil, lines: [])
        }
        func changed(_ name: String, _ state: ReturnState, _ units: [(ReturnBucket, Int)]) -> ReturnChanged {
            ReturnChanged(
                returnID: .v5(name), state: state, order: summary(order),
                lines: units.map { ReturnUnits(lineID: "1", sku: "TEA-100", bucket: $0, quantity: $1) },
                reason: state == .declined ? Reason(code: "declined", message: "worn") : nil)
        }
        func told(_ message: ReturnChanged, in intake: inout PushHarness) throws -> [ChannelPush.ReturnDecision] {
            try intake.hear(ReturnChangedHandler.self, message, of: order).map { effect in
                guard case .returnDecision(let decision) = try PushHarness.push(effect) else { throw NotThat() }
                return decision
            }
        }
        #expect(try told(changed("a", .requested, [(.requested, 2)]), in: &intake).isEmpty)
        let declined = try told(changed("a", .declined, [(.delivered, 2)]), in: &intake)
        #expect(declined.map(\.lines) == [[LineQuantity(lineID: "1", quantity: 2)]] && declined[0].reason == "worn")
        #expect(try told(changed("a", .declined, [(.delivered, 2)]), in: &intake).isEmpty)

        #expect(try told(changed("b", .inspecting, [(.sentBack, 1), (.received, 2)]), in: &intake).isEmpty)
        let units: [(ReturnBucket, Int)] = [(.sentBack, 2), (.restocked, 1)]
        let sentBack = try told(changed("b", .inspected, units), in: &intake)
        #expect(sentBack.map(\.lines) == [[LineQuantity(lineID: "1", quantity: 2)]] && sentBack[0].reason != nil)
        #expect(try told(changed("b", .closed, units), in: &intake).isEmpty)
        #expect(try told(changed("c", .closed, [(.restocked, 1)]), in: &intake).isEmpty)

        // The money of the rest says which units it is not for: those of its own return.
        let refund = try intake.hear(
            PaymentRefundedHandler.self,
            PaymentRefunded(
                paymentID: .v5("p"), refundID: .v5("r"), amount: 1995, refundedTotal: 1995, owedBy: "channel",
                returnID: .v5("b")), of: order)
        guard case .refund(let owed) = try PushHarness.push(refund.first) else { throw NotThat() }
        #expect(owed.refused == [LineQuantity(lineID: "1", quantity: 2)] && owed.accepted == nil)
        #expect(owed.returnID == .v5("b") && owed.orderID == order.id && sentBack[0].orderID == order.id)

        var shopify = PushHarness()
        let other = shopify.take()
        var message = changed("d", .declined, [(.delivered, 1)])
        message.order = summary(other)
        #expect(try shopify.hear(ReturnChangedHandler.self, message, of: other).isEmpty)
    }

    @Test("Trendyol hears of an invoice once, not before picking begins; another number takes its place")
    func invoices() throws {
        var intake = PushHarness("trendyol")
        let order = intake.take(Orders.ofChannel("trendyol"))
        func submit(
            _ number: String, link: String? = nil, in intake: inout PushHarness, of order: Order
        ) throws -> (told: [ChannelPush.Invoice], outcome: String?) {
            let invoice = InvoiceSubmitted(externalID: "1001", number: number, link: link)
            let pending = PendingRequest(
                messageID: .v5("request \(number)"), order: OrderKey(shop: intake.shop, externalID: "1001"),
                request: .invoice(invoice), submissionID: "erp-1", receivedAt: Orders.now)
            let message = TellInvoice(invoice, pending)
            #expect(try TellInvoice.parse(message.jsonBytes) == message)
            let told = try intake.hear(TellInvoiceHandler.self, message, of: order)
            let answer = try intake.messages.first.map { try SubmissionAccepted.parse($0.envelope.data) }
            #expect(answer?.submissionID == "erp-1" && answer?.orderID == order.id)
            return (try told.map(Self.invoice), answer?.outcome)
        }
        let early = try submit("A", in: &intake, of: order)
        #expect(early.told.isEmpty && early.outcome == "accepted")
        #expect(intake.memory.pushes.rows.values.map(\.state) == [.waiting])
        let picking = OrderStatusChanged(
            orderID: order.id, externalID: order.externalID, number: order.number, status: .picking)
        let begun = try intake.hear(OrderStatusChangedHandler.self, picking, of: order)
        #expect(try begun.map { try PushHarness.push($0).kind } == [.acknowledgement, .invoice])
        #expect(try Self.invoice(begun[1]) == ChannelPush.Invoice(order: "1001", number: "A"))
        #expect(try intake.hear(OrderStatusChangedHandler.self, picking, of: order).isEmpty)

        let again = try submit("A", in: &intake, of: order)
        #expect(again.told.isEmpty && again.outcome == "unchanged")
        let link = try submit("A", link: "https://a", in: &intake, of: order)
        #expect(link.told == [ChannelPush.Invoice(order: "1001", number: "A", link: "https://a", ordinal: 1)])
        // The newest counts, whatever the numbers are.
        for (ordinal, number) in [(2, "Z"), (3, "B")] {
            let other = try submit(number, in: &intake, of: order)
            let wanted = ChannelPush.Invoice(order: "1001", number: number, isCorrection: true, ordinal: ordinal)
            #expect(other.told == [wanted])
        }
        let parcel = try intake.hear(ParcelHandedOverHandler.self, PushHarness.parcel("1", [tea]), of: order)
        guard case .fulfilment(let told) = try PushHarness.push(parcel.first) else { throw NotThat() }
        #expect(told.invoiceNumber == "B" && parcel.count == 1)

        var shopify = PushHarness()
        let unheard = try submit("A", in: &shopify, of: shopify.take())
        #expect(unheard.told.isEmpty && unheard.outcome == "recorded" && shopify.memory.pushes.rows.isEmpty)
    }

    @Test("An invoice that waits is told with a parcel of which no picking was heard")
    func invoiceWithParcel() throws {
        var intake = PushHarness("trendyol")
        let order = intake.take(Orders.ofChannel("trendyol"))
        let invoice = InvoiceSubmitted(externalID: "1001", number: "A")
        let pending = PendingRequest(
            messageID: .v5("request"), order: OrderKey(shop: intake.shop, externalID: "1001"),
            request: .invoice(invoice), submissionID: "erp-1", receivedAt: Orders.now)
        #expect(try intake.hear(TellInvoiceHandler.self, TellInvoice(invoice, pending), of: order).isEmpty)
        let told = try intake.hear(ParcelHandedOverHandler.self, PushHarness.parcel("1", [tea]), of: order)
        #expect(try told.map { try PushHarness.push($0).kind } == [.invoice, .fulfilment])
        for effect in told { try intake.answer(effect, .done(reference: nil)) }
        #expect(intake.memory.pushes.rows.values.allSatisfy { $0.state == .done })
    }

    private static func invoice(_ effect: EffectRequest) throws -> ChannelPush.Invoice {
        guard case .invoice(let invoice) = try PushHarness.push(effect) else { throw NotThat() }
        return invoice
    }

    @Test("Trendyol hears once that we work on an order; Shopify does not")
    func acknowledgement() throws {
        for (channel, count) in [("trendyol", 1), ("shopify", 0)] {
            var intake = PushHarness(channel)
            let order = intake.take(Orders.ofChannel(channel))
            var effects = 0
            for _ in 0..<2 {
                effects += try intake.hear(OrderStatusChangedHandler.self, status(.picking), of: order).count
            }
            #expect(effects == count, "\(channel)")
        }
    }

    @Test("Units that we cancel are told, each once, whatever the order of the news")
    func cancels() throws {
        var intake = PushHarness()
        let order = intake.take()
        let news = status(.allocated, cancelled: 1, remaining: 2)
        let first = try intake.hear(OrderStatusChangedHandler.self, news, of: order)
        guard case .cancellation(let told) = try PushHarness.push(first.first) else { throw NotThat() }
        #expect(told.lines == [LineQuantity(lineID: "1", quantity: 1)] && !told.isWhole && told.amount == 1995)
        #expect(told.left == [LineQuantity(lineID: "1", quantity: 2)] && told.isPaidThere)
        #expect(try intake.hear(OrderStatusChangedHandler.self, news, of: order).isEmpty)
        let more = try intake.hear(
            OrderStatusChangedHandler.self, status(.allocated, cancelled: 2, remaining: 1), of: order)
        guard case .cancellation(let second) = try PushHarness.push(more.first) else { throw NotThat() }
        #expect(second.lines == [LineQuantity(lineID: "1", quantity: 1)])
        // Older news that comes late.
        #expect(try intake.hear(OrderStatusChangedHandler.self, news, of: order).isEmpty)
    }

    @Test("What the channel cancelled itself, it is not told")
    func channelCancels() throws {
        var intake = PushHarness()
        var order = intake.take()
        let key = OrderKey(shop: intake.shop, externalID: order.externalID)
        var rows = OrderIntakeRows()
        rows.refunds[KnownRefund.Key(order: key, refundID: "r1")] = KnownRefund(
            key: KnownRefund.Key(order: key, refundID: "r1"),
            content: RefundedByChannel(
                externalRefundID: "r1", amount: 1995, lines: [LineQuantity(lineID: "1", quantity: 1)], restock: true),
            state: .told)
        try intake.save(rows)
        #expect(
            try intake.hear(
                OrderStatusChangedHandler.self, status(.allocated, cancelled: 1, remaining: 2), of: order
            ).isEmpty)
        var gone = Orders.ofChannel("shopify", externalID: "1002")
        gone = intake.take(gone)
        intake.record(.cancelled, of: gone)
        order = gone
        #expect(
            try intake.hear(
                OrderStatusChangedHandler.self, status(.cancelled, cancelled: 3, externalID: "1002"), of: order
            ).isEmpty)
    }

    @Test("What the channel cancelled before the order came here takes nothing from what it is told")
    func earlierCancels() throws {
        var intake = PushHarness()
        let order = intake.take()
        let key = KnownRefund.Key(
            order: OrderKey(shop: intake.shop, externalID: order.externalID), refundID: "r1")
        var rows = OrderIntakeRows()
        rows.refunds[key] = KnownRefund(
            key: key,
            content: RefundedByChannel(
                externalRefundID: "r1", amount: 3990, lines: [LineQuantity(lineID: "1", quantity: 2)], restock: true),
            state: .included)
        try intake.save(rows)
        let told = try intake.hear(
            OrderStatusChangedHandler.self, status(.allocated, cancelled: 1, remaining: 2), of: order)
        guard case .cancellation(let cancel) = try PushHarness.push(told.first) else { throw NotThat() }
        #expect(cancel.lines == [LineQuantity(lineID: "1", quantity: 1)])
    }

    @Test("WooCommerce hears once that an order is complete, from the last parcel or the cancel of what was left")
    func completion() throws {
        for isOurs in [true, false] {
            var intake = PushHarness("woocommerce")
            let order = intake.take(Orders.ofChannel("woocommerce"))
            if !isOurs {
                let key = KnownRefund.Key(
                    order: OrderKey(shop: intake.shop, externalID: order.externalID), refundID: "7")
                var rows = OrderIntakeRows()
                rows.refunds[key] = KnownRefund(
                    key: key,
                    content: RefundedByChannel(
                        externalRefundID: "7", amount: 1995, lines: [LineQuantity(lineID: "1", quantity: 1)],
                        restock: false), state: .told)
                try intake.save(rows)
            }
            func told(_ cancelled: Int) throws -> [ChannelPush.Cancellation] {
                let news = status(.shipped, cancelled: cancelled, remaining: 3 - cancelled)
                return try intake.hear(OrderStatusChangedHandler.self, news, of: order).map { effect in
                    guard case .cancellation(let cancellation) = try PushHarness.push(effect) else { throw NotThat() }
                    return cancellation
                }
            }
            // The second parcel has yet to leave.
            try intake.hear(ParcelHandedOverHandler.self, PushHarness.parcel("1", [restOfTea]), of: order)
            let early = try told(0)
            #expect(early.isEmpty)
            if isOurs {
                try intake.hear(ParcelHandedOverHandler.self, PushHarness.parcel("2", [restOfTea, pot]), of: order)
                let all = try told(1)
                #expect(all.map(\.completesOrder) == [false, true] && all.last?.lines == [])
            } else {
                // Known from the refund when the last parcel leaves: the parcel says it.
                let last = try intake.hear(
                    ParcelHandedOverHandler.self, PushHarness.parcel("2", [restOfTea, pot]), of: order)
                guard case .fulfilment(let parcel) = try PushHarness.push(last.first) else { throw NotThat() }
                #expect(parcel.isLast)
            }
            let again = try told(1)
            #expect(again.isEmpty)
        }
    }

    @Test("WooCommerce hears that an order is complete whose rest it gave back itself; other channels know")
    func completionAfterRefund() throws {
        for channel in ["woocommerce", "shopify"] {
            var intake = PushHarness(channel)
            let order = intake.take(Orders.ofChannel(channel))
            try intake.hear(ParcelHandedOverHandler.self, PushHarness.parcel("1", [tea, pot]), of: order)
            let key = KnownRefund.Key(order: OrderKey(shop: intake.shop, externalID: order.externalID), refundID: "7")
            var rows = OrderIntakeRows()
            rows.refunds[key] = KnownRefund(
                key: key,
                content: RefundedByChannel(
                    externalRefundID: "7", amount: 1995, lines: [LineQuantity(lineID: "1", quantity: 1)], restock: false
                ),
                state: .told)
            try intake.save(rows)
            let news = status(.shipped, cancelled: 1, remaining: 2)
            let effects = try intake.hear(OrderStatusChangedHandler.self, news, of: order)
            #expect(effects.count == (channel == "woocommerce" ? 1 : 0), "\(channel)")
            guard channel == "woocommerce" else { continue }
            guard case .cancellation(let told) = try PushHarness.push(effects.first) else { throw NotThat() }
            #expect(told.completesOrder && told.lines.isEmpty && told.amount == 0 && !told.isWhole)
            #expect(try ChannelPush.Cancellation(from: JSONDocument(parsing: told.jsonBytes).root) == told)
        }
    }

    @Test("What the channel says back of a cancel is news of nothing; what goes beyond it is")
    func echoes() throws {
        var intake = PushHarness()
        let order = intake.take()
        try intake.hear(OrderStatusChangedHandler.self, status(.allocated, cancelled: 1, remaining: 2), of: order)
        let key = OrderKey(shop: intake.shop, externalID: order.externalID)
        func refund(_ id: String, _ units: Int) -> ChannelRefund {
            ChannelRefund(
                content: RefundedByChannel(
                    externalRefundID: id, amount: 1995, lines: [LineQuantity(lineID: "1", quantity: units)],
                    restock: true), reducesContent: true)
        }
        var keys = OrderIntakeKeys()
        keys.orders = [key]
        keys.toldOrders = [key]
        for (id, units, state) in [("r1", 1, KnownRefund.State.included), ("r2", 1, .waiting)] {
            var rows = OrderIntakeStore().load(keys, from: intake.memory)
            RefundTaking.record([refund(id, units)], of: key, &rows)
            #expect(rows.refunds[KnownRefund.Key(order: key, refundID: id)]?.state == state, "\(id)")
            try intake.save(rows)
        }
        // The second was the channel's own: what we hear of it is not told back.
        #expect(
            try intake.hear(
                OrderStatusChangedHandler.self, status(.allocated, cancelled: 2, remaining: 1), of: order
            ).isEmpty)
    }

    @Test("Money of a return that the channel says back with its units is news of nothing, once")
    func returnEcho() throws {
        var intake = PushHarness()
        let order = intake.take()
        let owed = PaymentRefunded(
            paymentID: .v5("payment"), refundID: .v5("a"), amount: 1995, refundedTotal: 1995, owedBy: "channel",
            returnID: .v5("return"))
        try intake.hear(PaymentRefundedHandler.self, owed, of: order)
        let key = OrderKey(shop: intake.shop, externalID: order.externalID)
        var keys = OrderIntakeKeys()
        keys.orders = [key]
        keys.toldOrders = [key]
        for (id, state) in [("r1", KnownRefund.State.included), ("r2", .waiting)] {
            var rows = OrderIntakeStore().load(keys, from: intake.memory)
            let refund = ChannelRefund(
                content: RefundedByChannel(
                    externalRefundID: id, amount: 1995, lines: [LineQuantity(lineID: "1", quantity: 1)], restock: true),
                reducesContent: true)
            RefundTaking.record([refund], of: key, &rows)
            #expect(rows.refunds[KnownRefund.Key(order: key, refundID: id)]?.state == state, "\(id)")
            try intake.save(rows)
        }
    }

    @Test("Money of a return that the channel has is asked for once; its own refunds and those of cancels are not")
    func refunds() throws {
        var intake = PushHarness()
        let order = intake.take()
        func refunded(_ name: String, owedBy: String?, isReturn: Bool) -> PaymentRefunded {
            PaymentRefunded(
                paymentID: .v5("payment"), refundID: .v5(name), amount: 500, refundedTotal: 500, owedBy: owedBy,
                returnID: isReturn ? .v5("return") : nil)
        }
        for (name, owedBy, isReturn) in [("a", "channel", false), ("b", nil, true), ("c", "shop", true)] {
            let effects = try intake.hear(
                PaymentRefundedHandler.self, refunded(name, owedBy: owedBy, isReturn: isReturn), of: order,
                step: "refund")
            #expect(effects.isEmpty, "\(name)")
        }
        let owed = refunded("d", owedBy: "channel", isReturn: true)
        let effects = try intake.hear(PaymentRefundedHandler.self, owed, of: order)
        guard case .refund(let told) = try PushHarness.push(effects.first) else { throw NotThat() }
        #expect(told.amount == 500 && told.currency == order.currency)
        #expect(try intake.hear(PaymentRefundedHandler.self, owed, of: order).isEmpty)
    }

    @Test("Money that an operator gives back is asked of the channel that has it, where it gives any but for claims")
    func operatorRefunds() throws {
        for (channel, isTold) in [("shopify", true), ("woocommerce", true), ("magento", true), ("trendyol", false)] {
            var intake = PushHarness(channel)
            let order = intake.take(Orders.ofChannel(channel))
            let owed = PaymentRefunded(
                paymentID: .v5("payment"), refundID: .v5("by hand"), amount: 500, refundedTotal: 500, owedBy: "channel")
            let effects = try intake.hear(PaymentRefundedHandler.self, owed, of: order)
            #expect(effects.count == (isTold ? 1 : 0), "\(channel)")
            guard isTold else { continue }
            guard case .refund(let told) = try PushHarness.push(effects.first) else { throw NotThat() }
            #expect(told.amount == 500 && told.returnID == nil && told.accepted == nil)
            #expect(try intake.hear(PaymentRefundedHandler.self, owed, of: order).isEmpty)
        }
    }

    @Test(
        "A return's money says how many of its units were accepted so far, with those of a push that a person gave up")
    func acceptedUnits() throws {
        var intake = PushHarness("trendyol")
        let order = intake.take(Orders.ofChannel("trendyol"))
        func told(_ refund: String, of back: String, _ units: [(String, Int)]) throws -> [LineQuantity]? {
            let effects = try intake.hear(
                PaymentRefundedHandler.self,
                PaymentRefunded(
                    paymentID: .v5("p"), refundID: .v5(refund), amount: 500, refundedTotal: 500, owedBy: "channel",
                    returnID: .v5(back), lines: units.map { LineAmount(lineID: $0, quantity: $1, amount: 250) }),
                of: order)
            guard case .refund(let push) = try PushHarness.push(effects.first) else { throw NotThat() }
            return push.accepted
        }
        #expect(try told("1", of: "a", [("1", 1)]) == [LineQuantity(lineID: "1", quantity: 1)])
        #expect(try told("2", of: "b", [("1", 1)]) == [LineQuantity(lineID: "1", quantity: 1)])
        for key in intake.memory.pushes.rows.keys {
            guard var record = intake.memory.pushes.rows[key] else { continue }
            record.state = .discarded
            intake.memory.pushes.set(record, as: key)
        }
        let both = [LineQuantity(lineID: "1", quantity: 2), LineQuantity(lineID: "2", quantity: 1)]
        #expect(try told("3", of: "a", [("2", 1), ("1", 1)]) == both)
        // Money that was still owed for the same units.
        #expect(try told("4", of: "a", [("1", 0)]) == both)
        #expect(try told("5", of: "c", [("1", 0)]) == [])
    }

    @Test("What a channel did with a push is kept; what it works on is asked about")
    func results() throws {
        var intake = PushHarness()
        let order = intake.take()
        let effect = try #require(
            try intake.hear(ParcelHandedOverHandler.self, PushHarness.parcel("1", [tea]), of: order).first)
        try intake.answer(effect, .underway(reference: "job 7"))
        guard case .set(let timer)? = intake.timers.first else { throw NotThat() }
        let asked = try intake.hear(AskAgainHandler.self, try AskAgain.parse(timer.envelope.data))
        let question = try #require(asked.first)
        #expect(question.key != effect.key && question.kind == effect.kind)
        #expect(try PushRequest.parse(question.request).reference == "job 7")
        try intake.answer(question, .done(reference: "fulfilment 9"))
        let record = try #require(intake.memory.pushes.rows.values.first)
        #expect(record.state == .done && record.reference == "fulfilment 9")
    }

    private func status(
        _ status: HeadlineStatus, cancelled: Int = 0, remaining: Int = 0, externalID: String = "1001"
    ) -> OrderStatusChanged {
        OrderStatusChanged(
            orderID: .zero, externalID: externalID, number: "#\(externalID)", status: status,
            reason: Reason(code: "sold_out", message: ""),
            cancelled: cancelled == 0 ? [] : [LineQuantity(lineID: "1", quantity: cancelled)],
            remaining: cancelled == 0 ? [] : [LineQuantity(lineID: "1", quantity: remaining)])
    }
}

/// A push of another kind than was asked for.
struct NotThat: Error {}

extension PushHarness {
    mutating func save(_ rows: OrderIntakeRows) throws {
        var memory = memory
        try OrderIntakeStore().save(rows, into: &memory)
        self.memory = memory
    }

    /// The channel says that the order is of another kind by now.
    mutating func record(_ reason: RecordedReason, of order: Order) {
        let key = OrderKey(shop: shop, externalID: order.externalID)
        guard var row = memory.orders[key] else { return }
        row.disposition = .recorded(reason)
        memory.orders.set(row, as: key)
    }
}
