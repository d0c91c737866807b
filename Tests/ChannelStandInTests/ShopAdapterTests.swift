import ChannelStandIns
import Contracts
import OrderIntake
import TestSupport
import Testing
import WireJSON

@Suite("What Magento and WooCommerce say to who asks, and give back")
struct ShopAdapterTests {
    private let clock = HandClock()

    /// All that a round brings, as intake reads it.
    private func read(_ standIn: ChannelStandIn, pageSize: Int = 3) async throws -> [JSONNode] {
        let now = Timestamp(microseconds: clock.now * 1000)
        return try await StandInTransport(standIn: standIn).connected(options: ["pageSize": "\(pageSize)"]) {
            link, adapter in
            var position = PollPosition(since: now - .seconds(86_400), until: now + .seconds(86_400))
            var documents: [JSONNode] = []
            repeat {
                let page = try await adapter.poll(position, over: link)
                documents += try page.documents.map { try JSONDocument(parsing: $0).root }
                position.cursor = page.next
            } while position.cursor != nil
            return documents
        }
    }

    private func refunds(in documents: [JSONNode], _ channel: String, of id: String) throws -> [RefundedByChannel] {
        let mapping = try #require(ChannelDirectory.mapping(of: channel))
        let shop = Shop(key: ShopKey(channel: channel, shop: "main"))
        let order = try #require(documents.first { mapping.externalID(of: $0) == id })
        guard case .order = mapping.map(order, for: shop) else { throw Unfit() }
        return mapping.refunds(in: order, for: shop).map(\.content)
    }

    private struct Unfit: Error {}

    @Test("Magento: money that went back without units is read with its order, what we asked for is not")
    func memos() async throws {
        let standIn = await clock.standIn(MagentoDialect())
        var ids: [String] = []
        for _ in 0..<4 { ids.append(await standIn.place([("SKU-1", 2)], shipping: 400)) }
        let (first, second) = (ids[0], ids[1])
        await standIn.act { world in
            world.refund(120, of: first)
            world.refund(80, of: first)
            world.refund(70, of: second, note: "waybill:6f9c7a58-3b8d-5c6e-9b39-0a3c1f2b7d10")
        }
        let documents = try await read(standIn)
        #expect(try refunds(in: documents, "magento", of: first).map(\.amount) == [120, 80])
        #expect(try refunds(in: documents, "magento", of: second).isEmpty)
        #expect(try refunds(in: documents, "magento", of: ids[2]).isEmpty)
    }

    @Test("Magento: the gateway gives back what it took, whole or in part, and hears of each once")
    func gateway() async throws {
        let standIn = await clock.standIn(MagentoDialect())
        for part in [1, 3] {
            for _ in 0..<2 {
                let id = await standIn.place([("SKU-1", 3)], shipping: 400)
                let line = try #require(await standIn.world[id]?.lines.first)
                if part == 3 { await standIn.act { _ = $0.refund(150, of: id) } }
                let push = ChannelPush.cancellation(
                    ChannelPush.Cancellation(
                        order: id, key: "cancellation/\(id)/\(part)",
                        lines: [ChannelPush.Line(lineID: line.id, quantity: part)],
                        amount: line.unitPrice * Int64(part),
                        currency: Currency(rawValue: "EUR"), isWhole: part == 3, reason: "sold_out", isPaidThere: true))
                try await StandInTransport(standIn: standIn).connected { link, adapter in
                    for isRepeat in [false, true] {
                        _ = try await adapter.push(push, isRepeat: isRepeat, over: link)
                    }
                }
                let world = await standIn.world
                #expect(world[id]?.wanted == 3 - part)
                #expect(world.pushes.refusals.map { "\($0.intent): \($0.reason)" } == [])
                #expect(world.pushes.doubled == [])
            }
        }
        let paths = await standIn.calls.filter { $0.method == "POST" && $0.path.hasSuffix("refund") }.map(\.path)
        #expect(paths.filter { $0.contains("/invoice/") }.count == 2 && paths.count == 4)
    }

    @Test("WooCommerce: a refund is read with its lines while the order is not over, and without a call after that")
    func refundLines() async throws {
        let standIn = await clock.standIn(WooCommerceDialect())
        var ids: [String] = []
        for _ in 0..<4 { ids.append(await standIn.place([("SKU-1", 3), ("SKU-2", 1)])) }
        let (first, second) = (ids[0], ids[1])
        let line = try #require(await standIn.world[first]?.lines.first?.id)
        await standIn.act { world in
            world.cancelUnits(2, of: line, in: first)
            world.refund(50, of: first)
            world.refund(50, of: second)
            world.update(second, tell: nil) { $0.status = "completed" }
        }
        let documents = try await read(standIn)
        let told = try refunds(in: documents, "woocommerce", of: first)
        #expect(told.map(\.lines) == [[LineQuantity(lineID: line, quantity: 2)], []])
        #expect(try refunds(in: documents, "woocommerce", of: second).map(\.amount) == [50])
        let asked = await standIn.calls.filter { $0.path.hasSuffix("refunds") }.map(\.path)
        #expect(Set(asked) == ["wp-json/wc/v3/orders/\(first)/refunds"])
    }

    @Test("WooCommerce: more refunded orders than are asked about at once are read one part after the other")
    func manyRefunds() async throws {
        let standIn = await clock.standIn(WooCommerceDialect())
        var ids: [String] = []
        for index in 0..<32 {
            let id = await standIn.place([("SKU-1", 1)])
            await standIn.act { _ = $0.refund(50, of: id) }
            ids.append(id)
            if index > 2 { clock.move(seconds: 2) }
        }
        let documents = try await read(standIn, pageSize: 100)
        let mapping = WooCommerceMapping()
        #expect(Set(documents.compactMap { mapping.externalID(of: $0) }) == Set(ids))
        #expect(documents.allSatisfy { $0["refunds"]?[0]?["line_items"] != nil })
        let pages = await standIn.calls.filter { $0.path == "wp-json/wc/v3/orders" }.count
        #expect(pages == 3)
    }

    @Test("WooCommerce: what is in the trash is found, page by page")
    func trash() async throws {
        let standIn = await clock.standIn(WooCommerceDialect())
        var ids: [String] = []
        for _ in 0..<9 {
            ids.append(await standIn.place([("SKU-1", 1)]))
            clock.move(seconds: 2)
        }
        let gone = Set(ids.prefix(5))
        for id in gone { await standIn.act { $0.update(id, tell: nil) { $0.status = "trash" } } }
        let documents = try await read(standIn)
        let mapping = WooCommerceMapping()
        #expect(Set(documents.compactMap { mapping.externalID(of: $0) }) == Set(ids))
        #expect(Set(documents.filter { mapping.isDeleted($0) }.compactMap { mapping.externalID(of: $0) }) == gone)
    }
}
