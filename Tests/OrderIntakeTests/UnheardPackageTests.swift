import Contracts
import Messaging
import OrderIntake
import Testing
import WireJSON

@Suite("An order that was split before its first package was heard of")
struct UnheardPackageTests {
    private static let children = [
        PackageTests.package(2, "Created", ["a": 1, "b": 1], at: 10, from: [1], createdBy: "split"),
        PackageTests.package(3, "Created", ["b": 2], at: 10, from: [1], createdBy: "split"),
    ]
    private static let nameless = [
        PackageTests.package(2, "Created", ["a": 1, "b": 1], at: 10, createdBy: "split"),
        PackageTests.package(3, "Created", ["b": 2], at: 10, createdBy: "split"),
    ]
    private static let splitAt = Timestamp(microseconds: (1_770_800_000_000 + 10 * 60_000) * 1000)

    /// The service's own message, as its timer has it.
    private static func release(
        _ intake: inout IntakeHarness, after waited: Duration
    ) throws -> IntakeHarness.Reaction {
        let key = try #require(intake.rows.orders.rows.first?.key)
        let message = ReleaseOrder(key, heldSince: intake.now)
        intake.now = intake.now + waited
        defer { intake.now = intake.now - waited }
        return try intake.handle(ReleaseOrderHandler.self, message.jsonBytes, routingKey: "")
    }

    private static func units(_ order: Order?) -> [String: Int] {
        Dictionary(uniqueKeysWithValues: (order?.lines ?? []).map { ($0.id, $0.quantity) })
    }

    private static func delays(_ reaction: IntakeHarness.Reaction) -> [Duration] {
        reaction.timers.compactMap { if case .set(let timer) = $0 { timer.delay } else { nil } }
    }

    @Test(
        "is accepted once, as a whole, when that package is heard of, whatever comes first", arguments: [true, false])
    func rooted(namesOrigins: Bool) throws {
        let news = (namesOrigins ? Self.children : Self.nameless) + [PackageTests.gone]
        for sequence in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
            var intake = IntakeHarness()
            var accepted: [Order] = []
            for index in sequence {
                let reaction = try intake.webhook("trendyol", "package", news[index])
                if let message = try reaction.first(OrderAccepted.self) { accepted.append(message.order) }
                #expect(!reaction.types.contains(RefundedByChannel.type))
            }
            #expect(accepted.map(Self.units) == [["a": 1, "b": 3]] && accepted.first?.total == 4000, "\(sequence)")
        }
    }

    @Test("waits for the channel's next attempt where nobody asks the channel, and goes with all that came")
    func unasked() throws {
        var intake = IntakeHarness()
        let first = try intake.webhook("trendyol", "package", Self.children[0])
        #expect(first.types.isEmpty && Self.delays(first) == [.seconds(360)])
        #expect(intake.rows.orders.rows.first?.disposition == .recorded(.awaitingPackages))
        // Its time runs from the first.
        #expect(Self.delays(try intake.webhook("trendyol", "package", Self.children[1])).isEmpty)
        let early = try Self.release(&intake, after: .seconds(100))
        #expect(early.types.isEmpty && Self.delays(early) == [.seconds(260)])
        let order = try Self.release(&intake, after: .seconds(360)).first(OrderAccepted.self)?.order
        #expect(Self.units(order) == ["a": 1, "b": 3] && order?.payment.state == .paid)
        #expect(order?.payment.amount == 4000)
        #expect(try Self.release(&intake, after: .seconds(400)).types.isEmpty)
        #expect(try intake.webhook("trendyol", "package", PackageTests.gone).types.isEmpty)
    }

    @Test("waits until its shop was read past the split where the shop is asked, an hour at most")
    func asked() throws {
        var intake = IntakeHarness()
        let shop = ShopKey(channel: "trendyol", shop: "main")
        intake.rows.shops[shop] = Shop(key: shop, connection: ShopConnection(account: "55"))
        var watermark = Watermark(key: .init(shop: shop, kind: .changes), readTo: Self.splitAt)
        intake.rows.watermarks[watermark.key] = watermark
        #expect(Self.delays(try intake.webhook("trendyol", "package", Self.children[0])) == [.seconds(2)])
        #expect(Self.delays(try Self.release(&intake, after: .seconds(900))) == [.seconds(10)])
        var unread = intake
        #expect(try Self.release(&unread, after: .seconds(3600)).types == [OrderAccepted.type])
        _ = try intake.webhook("trendyol", "package", Self.children[1])
        watermark.readTo = Self.splitAt + .seconds(1)
        intake.rows.watermarks[watermark.key] = watermark
        let order = try Self.release(&intake, after: .seconds(2)).first(OrderAccepted.self)?.order
        #expect(Self.units(order) == ["a": 1, "b": 3])
    }

    /// A package of the order of two units of one line, as N11 lists it.
    private static func n11(
        _ id: Int, _ status: String, _ units: Int, _ changes: [String: String] = [:]
    ) -> String {
        ChannelFixtures.n11(
            ["id": "\(id)", "shipmentPackageStatus": "\"\(status)\""].merging(changes) { $1 },
            line: ["orderLineId": "88001", "quantity": "\(units)"])
    }

    /// Where such a package goes, later than the others.
    private static let moved = [
        "customerfullName": "\"Elif Kaya\"", "lastModifiedDate": "1770800060000",
        "shippingAddress": """
        {"fullName": "Elif Kaya", "address": "Istiklal Cad. 5", "neighborhood": "Asmali", "district": "Beyoglu",
         "city": "Istanbul", "gsm": "5550001133", "postalCode": "34430"}
        """,
    ]

    private static let later = ["lastModifiedDate": "1770800060000"]

    /// An order of N11 that the coordinator has, of a shop that was read past all that follows.
    private static func n11() throws -> IntakeHarness {
        var intake = IntakeHarness()
        let shop = ShopKey(channel: "n11", shop: "main")
        intake.rows.shops[shop] = Shop(key: shop, connection: ShopConnection(account: "55"))
        _ = try intake.webhook("n11", "poll", n11(71, "Created", 2))
        let watermark = Watermark(
            key: .init(shop: shop, kind: .changes), readTo: Timestamp(microseconds: 1_770_900_000_000_000))
        intake.rows.watermarks[watermark.key] = watermark
        let accepted = try release(&intake, after: .seconds(2)).types
        #expect(accepted == [OrderAccepted.type])
        return intake
    }

    @Test(
        "and is split at N11 once it is accepted stays as it is, in any sequence, whatever its package is then said to be",
        arguments: ["Cancelled", "Unpacked"])
    func splitLater(_ parent: String) throws {
        let news = [Self.n11(71, parent, 2), Self.n11(72, "Created", 1), Self.n11(73, "Picking", 1)]
        for sequence in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
            var intake = try Self.n11()
            for index in sequence {
                let types = try intake.webhook("n11", "poll", news[index]).types
                #expect(types.allSatisfy { $0 == OrderUpdated.type }, "\(sequence): \(types)")
            }
            let types = try Self.release(&intake, after: .seconds(12)).types
            #expect(types.allSatisfy { $0 == OrderUpdated.type }, "\(sequence): \(types)")
            let row = try #require(intake.rows.orders.rows.first)
            #expect(row.disposition == .proceed && Self.units(row.order) == ["88001": 2], "\(sequence)")
        }
    }

    @Test(
        "and is cancelled at N11 once it is accepted is cancelled when its shop was read past that, in whole or in part"
    )
    func cancelledLater() throws {
        var intake = try Self.n11()
        var part = intake
        #expect(try intake.webhook("n11", "poll", Self.n11(71, "Cancelled", 2)).types.isEmpty)
        #expect(try Self.release(&intake, after: .seconds(12)).types.contains(OrderCancelledByChannel.type))
        #expect(try Self.release(&intake, after: .seconds(22)).types.isEmpty)
        for body in [Self.n11(71, "Unpacked", 2), Self.n11(72, "Created", 1), Self.n11(73, "Cancelled", 1)] {
            #expect(try !part.webhook("n11", "poll", body).types.contains(RefundedByChannel.type))
        }
        let reaction = try Self.release(&part, after: .seconds(12))
        #expect(try reaction.first(RefundedByChannel.self)?.lines.map(\.quantity) == [1])
        #expect(!reaction.types.contains(OrderCancelledByChannel.type))
    }

    @Test("and is split at N11 once it is accepted goes where its newest package goes, at once and in any sequence")
    func movedLater() throws {
        let news = [
            Self.n11(71, "Cancelled", 2), Self.n11(72, "Created", 1), Self.n11(73, "Cancelled", 1, Self.moved),
        ]
        for sequence in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
            var intake = try Self.n11()
            for index in sequence {
                let told = try intake.webhook("n11", "poll", news[index]).first(OrderUpdated.self)
                #expect((told?.order.shippingAddress?.name == "Elif Kaya") == (index == 2), "\(sequence)")
                let order = intake.rows.orders.rows.first?.order
                #expect(Self.units(order) == ["88001": 2], "\(sequence): units wait")
            }
            let reaction = try Self.release(&intake, after: .seconds(80))
            #expect(try reaction.first(RefundedByChannel.self)?.lines.map(\.quantity) == [1], "\(sequence)")
            let order = try #require(intake.rows.orders.rows.first?.order)
            #expect(order.shippingAddress?.postcode == "34430" && order.customer.name == "Elif Kaya", "\(sequence)")
        }
    }

    @Test("and is split at N11 as its help page says, the parts unpacked, stays as it is, in any sequence")
    func splitByTheHelpPage() throws {
        let news = [Self.n11(71, "Cancelled", 2), Self.n11(72, "Unpacked", 1), Self.n11(73, "Unpacked", 1)]
        for sequence in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
            var intake = try Self.n11()
            for index in sequence { _ = try intake.webhook("n11", "poll", news[index]) }
            let types = try Self.release(&intake, after: .seconds(12)).types
            #expect(types.allSatisfy { $0 == OrderUpdated.type }, "\(sequence): \(types)")
            // The parts are worked on, one of them first: what it then says of the other may be either.
            var row = try #require(intake.rows.orders.rows.first)
            #expect(row.disposition == .proceed && Self.units(row.order) == ["88001": 2], "\(sequence)")
            _ = try intake.webhook("n11", "poll", Self.n11(73, "Picking", 1, Self.later))
            let error = #expect(throws: HandlerError.self) { try Self.release(&intake, after: .seconds(80)) }
            #expect(error?.code == "unclear_split" && error?.isRetriable == true)
            _ = try intake.webhook("n11", "poll", Self.n11(72, "Picking", 1, Self.later))
            _ = try Self.release(&intake, after: .seconds(80))
            row = try #require(intake.rows.orders.rows.first)
            #expect(row.disposition == .proceed && Self.units(row.order) == ["88001": 2], "\(sequence)")
        }
    }

    @Test("and loses units at N11 as its help page says loses these alone")
    func cancelledByTheHelpPage() throws {
        var intake = try Self.n11()
        for body in [Self.n11(71, "Cancelled", 2), Self.n11(72, "Unpacked", 1)] {
            #expect(try !intake.webhook("n11", "poll", body).types.contains(RefundedByChannel.type))
        }
        let reaction = try Self.release(&intake, after: .seconds(12))
        #expect(try reaction.first(RefundedByChannel.self)?.lines.map(\.quantity) == [1])
        #expect(!reaction.types.contains(OrderCancelledByChannel.type))
    }

    @Test("and is split at N11, and then cancelled, is cancelled, though its first package is unpacked")
    func cancelledAfterASplit() throws {
        var intake = try Self.n11()
        _ = try intake.webhook("n11", "poll", Self.n11(71, "Unpacked", 2))
        _ = try intake.webhook("n11", "poll", Self.n11(72, "Cancelled", 2, Self.later))
        #expect(try Self.release(&intake, after: .seconds(80)).types.contains(OrderCancelledByChannel.type))
    }

    @Test("and whose units N11 splits by line ids of their own keeps its lines", arguments: ["Cancelled", "Unpacked"])
    func newLineIDs(_ parent: String) throws {
        let part = parent == "Cancelled" ? "Unpacked" : "Picking"
        let other = ChannelFixtures.n11(
            ["id": "73", "shipmentPackageStatus": "\"\(part)\""], line: ["orderLineId": "88044", "quantity": "1"])
        let news = [Self.n11(71, parent, 2), Self.n11(72, part, 1), other]
        for sequence in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
            var intake = try Self.n11()
            for index in sequence { _ = try intake.webhook("n11", "poll", news[index]) }
            _ = try Self.release(&intake, after: .seconds(12))
            #expect(Self.units(intake.rows.orders.rows.first?.order) == ["88001": 2], "\(sequence)")
            // Before it was accepted as well.
            var unheard = IntakeHarness()
            for index in sequence { _ = try unheard.webhook("n11", "poll", news[index]) }
            let order = try Self.release(&unheard, after: .seconds(300)).first(OrderAccepted.self)?.order
            #expect(Self.units(order) == ["88001": 2], "\(sequence)")
        }
    }

    @Test("and whose line N11 splits, and that is less by all of the line later, has none of it any more")
    func goneLine() throws {
        let key = OrderKey(shop: ShopKey(channel: "n11", shop: "main"), externalID: "1")
        func package(_ id: String, _ units: [String: Int], _ disposition: Disposition) -> KnownPackage {
            let lines = units.sorted { $0.key < $1.key }.map { line, quantity in
                OrderLine(id: line, sku: line.hasPrefix("tea") ? "TEA" : "POT", quantity: quantity, unitPrice: 1000)
            }
            return KnownPackage(
                key: KnownPackage.Key(order: key, packageID: id),
                content: PackageContent(lines: lines, origins: [], isRemade: false), disposition: disposition,
                updatedAt: Orders.now)
        }
        let packages = [
            package("1", ["pot": 3, "tea": 2], .recorded(.repackaged)),
            package("3", ["tea 3": 1], .recorded(.cancelled)),
            package("2", ["pot": 3, "tea": 1], .recorded(.repackaged)), package("5", ["tea": 1], .recorded(.cancelled)),
            package("4", ["pot": 3], .recorded(.fulfilled)),
        ]
        var order = Orders.plain()
        order.lines = [OrderLine(id: "pot", sku: "POT", quantity: 3, unitPrice: 1000)]
        for sequence in [packages, packages.reversed()] {
            let book = PackageBook(sequence, tellsSplits: false, accepted: order)
            var whole = order
            book.fill(&whole)
            #expect(Self.units(whole) == ["pot": 3] && book.disposition == .recorded(.fulfilled))
        }
    }

    @Test("and that N11 cancels while its shop cannot be read is not cancelled before it was")
    func cancelledUnread() throws {
        var intake = try Self.n11()
        for key in intake.rows.watermarks.rows.map(\.key) {
            intake.rows.watermarks[key]?.readTo = Timestamp(microseconds: 1_770_799_000_000_000)
        }
        _ = try intake.webhook("n11", "poll", Self.n11(71, "Cancelled", 2))
        let reaction = try Self.release(&intake, after: .seconds(7200))
        #expect(reaction.types.isEmpty && Self.delays(reaction) == [.seconds(10)])
    }

    @Test("and of which the census finds a package that its webhooks lost is reported, though it has to wait")
    func foundLater() throws {
        var intake = try Self.n11()
        for _ in 0..<2 { _ = try intake.webhook("n11", "census", Self.n11(71, "Cancelled", 2)) }
        #expect(intake.rows.recoveries.map(\.outcome) == ["pending"])
        _ = try intake.webhook("n11", "census", Self.n11(72, "Created", 1, Self.moved))
        #expect(intake.rows.recoveries.map(\.outcome) == ["pending", "updated"])
        #expect(intake.rows.recoveries.allSatisfy { $0.way == .census })
    }

    @Test("and turns out at N11 to have more than it was accepted with is tried again, then parked")
    func moreLater() throws {
        var intake = try Self.n11()
        #expect(try intake.webhook("n11", "poll", Self.n11(72, "Created", 1)).types.isEmpty)
        let error = #expect(throws: HandlerError.self) { try Self.release(&intake, after: .seconds(12)) }
        #expect(error?.code == "further_lines" && error?.isRetriable == true)
    }

    @Test("is not told apart at N11, so that each order there waits until its shop was read")
    func n11() throws {
        var intake = IntakeHarness()
        let shop = ShopKey(channel: "n11", shop: "main")
        intake.rows.shops[shop] = Shop(key: shop, connection: ShopConnection(account: "55"))
        for (id, line) in [("71", "88001"), ("72", "88002")] {
            let body = ChannelFixtures.n11(["id": id], line: ["orderLineId": line])
            let reaction = try intake.webhook("n11", "poll", body)
            #expect(reaction.types.isEmpty && reaction.timers.count == (id == "71" ? 1 : 0))
        }
        #expect(try Self.release(&intake, after: .seconds(2)).types.isEmpty)
        let watermark = Watermark(
            key: .init(shop: shop, kind: .changes), readTo: Timestamp(microseconds: 1_770_800_001_000_000))
        intake.rows.watermarks[watermark.key] = watermark
        let order = try Self.release(&intake, after: .seconds(12)).first(OrderAccepted.self)?.order
        #expect(Self.units(order) == ["88001": 2, "88002": 2])
        // From now on it is known.
        let known = try intake.webhook(
            "n11", "poll", ChannelFixtures.n11(["id": "71", "shipmentPackageStatus": "\"Picking\""]))
        #expect(known.timers.isEmpty && !known.types.contains(OrderAccepted.type))
    }

    @Test("and that is cancelled while it waits goes nowhere")
    func cancelled() throws {
        var intake = IntakeHarness()
        _ = try intake.webhook("trendyol", "package", Self.children[0])
        let cancelled = PackageTests.package(
            2, "Cancelled", ["a": 1, "b": 1], at: 11, from: [1], createdBy: "split")
        #expect(try intake.webhook("trendyol", "package", cancelled).types == [OrderAwaited.type])
        #expect(try Self.release(&intake, after: .seconds(360)).types.isEmpty)
    }
}
