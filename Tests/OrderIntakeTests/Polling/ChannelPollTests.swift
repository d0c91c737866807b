import Contracts
import FoundationEssentials
import HTTPClient
import OrderIntake
import Synchronization
import Testing
import WireJSON

@Suite("Channels that are asked for their orders, over HTTP,")
struct ChannelPollTests {
    private static let channels = ChannelDirectory.adapters.map(\.channel)

    @Test("list every order of a window once or more, page by page", arguments: channels)
    func paging(_ channel: String) async throws {
        let orders = ChannelWorld.orders(23)
        let world = ChannelWorld(orders: orders, list: ChannelWorld.lister(of: channel))
        let pages = try await read(channel, world, until: Orders.now + .seconds(3600))
        #expect(try Self.ids(in: pages, channel) == Self.externalIDs(of: orders, channel))
        #expect(pages.count > 2)
    }

    @Test("miss none of the others when one changes while they are read", arguments: channels, 3...7)
    func changes(_ channel: String, pageSize: Int) async throws {
        let orders = ChannelWorld.orders(23)
        let world = ChannelWorld(orders: orders, list: ChannelWorld.lister(of: channel))
        // It leaves the window, and with it the first page: all behind it move forward by one.
        for call in 2...3 {
            world.state.withLock { state in
                state.before[call] = {
                    $0.orders[1].changed = Orders.now + .seconds(7200)
                    $0.orders[1].status = "Shipped"
                }
            }
        }
        let pages = try await read(channel, world, until: Orders.now + .seconds(3600), pageSize: pageSize)
        let found = try Self.ids(in: pages, channel)
        #expect(Self.externalIDs(of: orders, channel).subtracting(found).subtracting(["1002", "114-1002"]).isEmpty)
    }

    @Test("list nothing that changed before or after", arguments: channels.filter { $0 != "hepsiburada" })
    func window(_ channel: String) async throws {
        let orders = ChannelWorld.orders(23)
        let world = ChannelWorld(orders: orders, list: ChannelWorld.lister(of: channel))
        let pages = try await read(
            channel, world, since: Orders.now + .seconds(3), until: Orders.now + .seconds(5))
        #expect(try Self.ids(in: pages, channel) == Self.externalIDs(of: Array(orders[3...5]), channel))
    }

    @Test("say who we are in the way of each")
    func credentials() async throws {
        let expected = [
            "shopify": ("x-shopify-access-token", "shpat_1"), "woocommerce": ("authorization", "Basic Y2tfMTpjc18x"),
            "magento": ("authorization", "Bearer shpat_1"), "amazon": ("x-amz-access-token", "Atza|1"),
            "trendyol": ("authorization", "Basic Y2tfMTpjc18x"), "hepsiburada": ("authorization", "Basic NTU6cHc="),
            "n11": ("appkey", "ck_1"),
        ]
        for channel in Self.channels {
            let world = ChannelWorld(list: ChannelWorld.lister(of: channel))
            _ = try await read(channel, world, until: Orders.now)
            let call = ChannelRequest(try #require(world.calls.last))
            let (header, value) = try #require(expected[channel])
            #expect(call.header(header) == value, "\(channel)")
            #expect(call.header("user-agent") != nil, "\(channel)")
        }
    }

    @Test("of Trendyol's are read in halves of a window that holds more than it lists")
    func tooMany() async throws {
        let orders = (0..<10_050).map { ChannelWorld.Listed(id: $0 + 1, changed: Orders.now + .seconds($0)) }
        let world = ChannelWorld(orders: orders, list: ChannelWorld.lister(of: "trendyol"))
        let pages = PageStore()
        let until = Orders.now + .seconds(20_000)
        try await connected("trendyol", world, pageSize: 200) { link in
            var since = Orders.now
            while since < until {
                var position = PollPosition(since: since, until: until)
                repeat {
                    let page = try await link.adapter.poll(position, over: link)
                    await pages.add(page)
                    position.cursor = page.next
                    if page.next == nil { since = page.readTo ?? until }
                } while position.cursor != nil
            }
        }
        let found = try Self.ids(in: await pages.pages, "trendyol")
        #expect(found.count == orders.count)
    }

    @Test("of N11's are listed by every status")
    func statuses() async throws {
        var orders = ChannelWorld.orders(7)
        let statuses = ["Created", "Picking", "Shipped", "Delivered", "Cancelled", "Unpacked", "UnSupplied"]
        for (index, status) in statuses.enumerated() { orders[index].status = status }
        let world = ChannelWorld(orders: orders, list: ChannelWorld.lister(of: "n11"))
        let pages = try await read("n11", world, until: Orders.now + .seconds(60))
        #expect(try Self.ids(in: pages, "n11") == Self.externalIDs(of: orders, "n11"))
    }

    @Test("of Hepsiburada's may be cancelled long after they were placed: once an hour all that it keeps are read")
    func oldCancels() async throws {
        let hour = try #require(Timestamp(rfc3339: "2026-03-02T10:00:00Z"))
        for (readTo, until, begin) in [
            (hour + .seconds(60), hour + .seconds(120), "2026-03-01 13:01"),
            (hour - .seconds(60), hour + .seconds(1), "2026-02-01 13:00"),
        ] {
            let world = ChannelWorld(list: ChannelWorld.lister(of: "hepsiburada"))
            _ = try await read("hepsiburada", world, since: readTo - .seconds(86_400), until: until)
            let begins = world.calls.map(ChannelRequest.init).filter { $0.path.contains("cancelled") }.compactMap {
                $0.query["begindate"]
            }
            #expect(begins == [begin])
        }
    }

    @Test(
        "of Hepsiburada's are read a day at a time: it leaves out what is beyond without a word")
    func dailyWindows() async throws {
        let world = ChannelWorld(list: ChannelWorld.lister(of: "hepsiburada"))
        let since = try #require(Timestamp(rfc3339: "2026-03-01T10:00:00Z"))
        _ = try await read("hepsiburada", world, since: since, until: since + .seconds(2 * 86_400))
        let calls = world.calls.map(ChannelRequest.init).filter { !$0.path.contains("cancelled") }
        for list in ["orders", "packages"] {
            let own = calls.filter { $0.path.hasPrefix("/\(list)") }
            #expect(
                own.map { $0.query["begindate"] } == ["2026-03-01 13:00", "2026-03-02 12:59", "2026-03-03 12:58"],
                "\(list)")
            #expect(
                own.map { $0.query["enddate"] } == ["2026-03-02 12:59", "2026-03-03 12:58", "2026-03-03 13:00"],
                "\(list)")
        }
    }

    @Test("of Hepsiburada's have all their lines, also at the edge of a page")
    func wholeOrders() async throws {
        let world = ChannelWorld(orders: ChannelWorld.orders(5), list: ChannelWorld.lister(of: "hepsiburada"))
        let pages = try await read("hepsiburada", world, until: Orders.now + .seconds(60))
        for document in pages.flatMap(\.documents) {
            let root = try JSONDocument(parsing: document).root
            #expect(root["items"]?.count == 2)
        }
    }

    @Test("have webhooks of ours switched on again, and nobody else's")
    func webhooks() async throws {
        let world = ChannelWorld { request, _ in
            guard request.path == "/wp-json/wc/v3/webhooks" else { return .json("{}") }
            return .json(
                """
                [{"id": 1, "status": "disabled", "topic": "order.created",
                  "delivery_url": "https://oms.example/webhooks/woocommerce/main"},
                 {"id": 2, "status": "disabled", "topic": "order.created", "delivery_url": "https://other.example/"},
                 {"id": 3, "status": "disabled", "topic": "order.created",
                  "delivery_url": "https://oms.example/webhooks/woocommerce/other"}]
                """)
        }
        try await connected("woocommerce", world, pageSize: 5) { link in
            let revived = try await link.adapter.reviveWebhooks(over: link)
            #expect(revived == WebhookLook(revived: ["order.created"]))
        }
        let changes = world.calls.filter { $0.method == "PUT" }
        #expect(changes.map { ChannelRequest($0).path } == ["/wp-json/wc/v3/webhooks/1"])
        #expect(changes.first?.body == Array(#"{"status":"active"}"#.utf8))
    }

    /// Asks until the round is over.
    private func read(
        _ channel: String, _ world: ChannelWorld, since: Timestamp = Orders.now, until: Timestamp, pageSize: Int = 5
    ) async throws -> [PollPage] {
        let pages = PageStore()
        try await connected(channel, world, pageSize: pageSize) { link in
            var position = PollPosition(since: since, until: until)
            repeat {
                let page = try await link.adapter.poll(position, over: link)
                await pages.add(page)
                position.cursor = page.next
                try #require(await pages.pages.count < 100)
            } while position.cursor != nil
        }
        return await pages.pages
    }

    private func connected(
        _ channel: String, _ world: ChannelWorld, pageSize: Int,
        _ body: @Sendable (ChannelLink) async throws -> Void
    ) async throws {
        let folder = try CredentialsFolder()
        let credentials = ChannelCredentials(folder: folder.path)
        let adapter = try #require(ChannelDirectory.adapter(of: channel))
        let pool = HTTPPool(
            HTTPConfiguration(reach: .anywhere, bodyLimit: ChannelAnswer.bodyLimit, refusesLongBodies: true),
            connections: 1)
        try await ChannelServer.with(world) { address in
            let connection = ShopConnection(
                baseURL: address, account: "55", options: ["pageSize": "\(pageSize)", "tokenUrl": address])
            try await body(
                ChannelLink(
                    ShopKey(channel: channel, shop: "main"), connection, adapter: adapter, transport: pool,
                    credentials: credentials))
        }
    }

    private static func ids(in pages: [PollPage], _ channel: String) throws -> Set<String> {
        let mapping = try #require(ChannelDirectory.mapping(of: channel))
        return Set(
            try pages.flatMap(\.documents).flatMap { document in
                mapping.orders(in: try JSONDocument(parsing: document).root).compactMap(mapping.externalID)
            })
    }

    private static func externalIDs(of orders: [ChannelWorld.Listed], _ channel: String) -> Set<String> {
        Set(orders.map { channel == "amazon" ? "114-\($0.id)" : "\($0.id)" })
    }
}

private actor PageStore {
    private(set) var pages: [PollPage] = []

    func add(_ page: PollPage) { pages.append(page) }
}
