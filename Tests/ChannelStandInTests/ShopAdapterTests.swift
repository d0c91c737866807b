import ChannelStandIns
import Contracts
import OrderIntake
import TestSupport
import Testing
import WireJSON

@Suite("What Magento says to who asks, and gives back")
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
}
