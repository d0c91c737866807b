import Contracts
import Messaging
import OrderIntake
import TestSupport
import Testing
import WireJSON

@Suite("An order that Trendyol tells of in packages")
struct PackageTests {
    /// Units of 10.00 each.
    static func package(
        _ id: Int, _ status: String, _ units: [String: Int], at minute: Int, from origins: [Int] = [],
        createdBy: String = "order-creation"
    ) -> String {
        let lines = units.sorted { $0.key < $1.key }.map { line, quantity in
            ChannelFixtures.object([
                "lineId": "\"\(line)\"", "stockCode": "\"SKU-\(line)\"", "quantity": "\(quantity)", "vatRate": "20",
                "lineGrossAmount": "10.00", "lineSellerDiscount": "0", "lineTyDiscount": "0",
            ])
        }
        let total = "\(units.values.reduce(0, +) * 10).00"
        return ChannelFixtures.trendyol([
            "shipmentPackageId": "\(id)", "shipmentPackageStatus": "\"\(status)\"", "createdBy": "\"\(createdBy)\"",
            "originPackageIds": origins.isEmpty ? "null" : "\(origins)",
            "lastModifiedDate":
                "\(1_770_800_000_000 + minute * 60_000)", "packageGrossAmount": total, "packageSellerDiscount": "0",
            "packageTyDiscount": "0", "packageTotalPrice": total, "lines": "[\(lines.joined(separator: ", "))]",
        ])
    }

    private static let first = package(1, "Created", ["a": 1, "b": 3], at: 0)
    static let gone = package(1, "UnPacked", ["a": 1, "b": 3], at: 10)

    /// What became of the order over some arrivals.
    private struct History {
        var intake = IntakeHarness()
        var told: [MessageType] = []
        var cancelled: [String: Int] = [:]

        mutating func take(_ body: String) throws {
            let reaction = try intake.webhook("trendyol", "package", body)
            told += reaction.types
            for message in reaction.messages where message.envelope.type == RefundedByChannel.type {
                for line in try RefundedByChannel.parse(message.envelope.data).lines {
                    cancelled[line.lineID, default: 0] += line.quantity
                }
            }
        }

        var order: Order? { intake.rows.orders.rows.first?.order }
        var units: [String: Int] {
            Dictionary(uniqueKeysWithValues: (order?.lines ?? []).map { ($0.id, $0.quantity) })
        }
        var disposition: Disposition? { intake.rows.orders.rows.first?.disposition }
    }

    /// Every sequence of what came after the first package, some of it twice, has to come to the same.
    private static func check(
        _ arrivals: [String], seed: UInt64, _ expectation: (History) -> Void
    ) throws {
        var generator = SeededGenerator(seed: seed)
        var ends: Set<Order> = []
        for _ in 0..<24 {
            var history = History()
            try history.take(first)
            for body in (arrivals + [first, arrivals[0]]).shuffled(using: &generator) { try history.take(body) }
            #expect(history.told.filter { $0 == OrderAccepted.type }.count == 1, "seed \(seed)")
            expectation(history)
            if var order = history.order {
                order.id = .zero
                ends.insert(order)
            }
        }
        #expect(ends.count == 1, "seed \(seed)")
    }

    @Test("and that is split stays as it is, in any sequence", arguments: [71, 72] as [UInt64], [true, false])
    func split(seed: UInt64, namesOrigins: Bool) throws {
        let origins = namesOrigins ? [1] : []
        let arrivals = [
            Self.gone, Self.package(2, "Created", ["a": 1, "b": 1], at: 10, from: origins, createdBy: "split"),
            Self.package(3, "Created", ["b": 2], at: 10, from: origins, createdBy: "split"),
        ]
        try Self.check(arrivals, seed: seed) { history in
            #expect(history.units == ["a": 1, "b": 3] && history.cancelled.isEmpty)
            #expect(history.disposition == .proceed && history.order?.total == 4000)
            #expect(history.order?.tags == ["package:2", "package:3"])
        }
    }

    @Test(
        "and of which some units are cancelled is less by them once, in any sequence", arguments: [73, 74] as [UInt64])
    func cancelledInPart(seed: UInt64) throws {
        let arrivals = [
            Self.gone, Self.package(2, "Created", ["a": 1, "b": 2], at: 10, from: [1], createdBy: "cancel"),
            Self.package(3, "Cancelled", ["b": 1], at: 10, from: [1], createdBy: "cancel"),
        ]
        try Self.check(arrivals, seed: seed) { history in
            #expect(history.units == ["a": 1, "b": 2] && history.cancelled == ["b": 1])
            #expect(history.disposition == .proceed && history.order?.total == 3000)
            #expect(!history.told.contains(OrderCancelledByChannel.type))
        }
    }

    @Test("and that is cancelled part by part is cancelled as a whole with the last", arguments: [75, 76] as [UInt64])
    func cancelledWhole(seed: UInt64) throws {
        let arrivals = [
            Self.gone, Self.package(2, "Cancelled", ["a": 1], at: 11, from: [1], createdBy: "cancel"),
            Self.package(3, "Cancelled", ["b": 3], at: 12, from: [1], createdBy: "cancel"),
        ]
        try Self.check(arrivals, seed: seed) { history in
            #expect(history.told.filter { $0 == OrderCancelledByChannel.type }.count == 1)
            #expect(history.disposition == .recorded(.cancelled) && history.units == ["a": 1, "b": 3])
        }
    }

    @Test("and that is sent part by part is sent when all of it is")
    func sent() throws {
        func part(_ id: Int, _ status: String, _ units: [String: Int], at minute: Int) -> String {
            Self.package(id, status, units, at: minute, from: [1], createdBy: "split")
        }
        var history = History()
        for body in [
            Self.first, part(2, "Created", ["a": 1], at: 10), part(3, "Created", ["b": 3], at: 10),
            part(2, "Shipped", ["a": 1], at: 20),
        ] { try history.take(body) }
        #expect(history.disposition == .recorded(.partiallyFulfilled) && history.units == ["a": 1, "b": 3])
        try history.take(part(3, "Delivered", ["b": 3], at: 30))
        #expect(history.disposition == .recorded(.fulfilled) && history.cancelled.isEmpty)
    }

    @Test("and that waits in several is taken once all of them are cleared")
    func awaiting() throws {
        var history = History()
        try history.take(Self.package(1, "Awaiting", ["a": 1], at: 0))
        try history.take(Self.package(2, "Awaiting", ["b": 1], at: 0))
        try history.take(Self.package(1, "Created", ["a": 1], at: 1))
        #expect(Set(history.told) == [OrderAwaited.type])
        try history.take(Self.package(2, "Created", ["b": 1], at: 2))
        #expect(
            history.told.filter { $0 != OrderAwaited.type } == [OrderAccepted.type]
                && history.units == ["a": 1, "b": 1])
        #expect(history.order?.payment.state == .paid && history.order?.payment.amount == 2000)
    }

    @Test(
        "and that turns out to have more than it was accepted with is tried again, then parked: nobody would send the rest"
    )
    func furtherLines() throws {
        var history = History()
        try history.take(Self.package(1, "Created", ["a": 1], at: 0))
        let error = #expect(throws: HandlerError.self) {
            try history.take(Self.package(2, "Created", ["b": 1], at: 1))
        }
        #expect(error?.code == "further_lines" && error?.isRetriable == true && history.units == ["a": 1])
    }

    @Test("keeps discounts and taxes to the last minor unit when units are cancelled")
    func shares() throws {
        let order = try ChannelFixtures.order("trendyol", ChannelFixtures.trendyol())
        let key = OrderKey(shop: ShopKey(channel: "trendyol", shop: "main"), externalID: order.externalID)
        func package(_ id: String, _ quantity: Int, _ disposition: Disposition, _ origins: [String]) -> KnownPackage {
            var line = order.lines[0]
            line.quantity = quantity
            return KnownPackage(
                key: KnownPackage.Key(order: key, packageID: id),
                content: PackageContent(lines: [line], origins: origins), disposition: disposition,
                updatedAt: Orders.now)
        }
        var whole = order
        PackageBook([package("1", 2, .proceed, []), package("2", 1, .recorded(.cancelled), ["1"])]).fill(&whole)
        #expect(whole.lines.map(\.quantity) == [1] && whole.lines[0].discount == 1800 && whole.lines[0].tax == 3867)
        #expect(whole.total == 23_200)
    }
}
