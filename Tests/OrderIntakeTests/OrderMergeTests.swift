import Contracts
import FoundationEssentials
import OrderIntake
import TestSupport
import Testing

@Suite("Messages about one order")
struct OrderMergeTests {
    private func incoming(
        _ order: Order, _ disposition: Disposition = .proceed, at seconds: Int64
    ) -> IncomingOrder {
        IncomingOrder(order: order, disposition: disposition, updatedAt: Timestamp(seconds: seconds))
    }

    private let id = UUID.v5("order")

    /// Everything that arrives, in this order.
    private func outcomes(_ arrivals: [IncomingOrder]) -> (row: IntakeOrder?, outcomes: [OrderMerge]) {
        var row: IntakeOrder?
        var merges: [OrderMerge] = []
        for arrival in arrivals {
            let merge = OrderMerge.decide(arrival, row, newID: id)
            row = merge.row
            merges.append(merge)
        }
        return (row, merges)
    }

    @Test("that say the same are one order, however often they come")
    func hundredTimes() {
        let arrivals = (0..<100).map { incoming(Orders.plain(), at: Int64($0 % 7)) }
        let (row, merges) = outcomes(arrivals)
        #expect(merges.map(\.outcome) == [.accepted] + Array(repeating: .unchanged, count: 99))
        #expect(merges.dropFirst().allSatisfy { $0.announcement == .nothing })
        #expect(row?.version == 1 && row?.updatedAt == Timestamp(seconds: 6))
    }

    @Test("are decided by the channel's own time: the newest wins, and what differs is recorded")
    func newest() {
        let (row, merges) = outcomes([
            incoming(Orders.plain(quantity: 2), at: 10), incoming(Orders.plain(quantity: 5), at: 20),
            incoming(Orders.plain(quantity: 3), at: 15),
        ])
        #expect(merges.map(\.outcome) == [.accepted, .updated, .stale])
        #expect(merges[1].changed == ["$.lines[0].quantity", "$.total"])
        #expect(merges[2].changed == ["$.lines[0].quantity", "$.total"])
        #expect(merges[2].announcement == .nothing)
        #expect(row?.order.lines[0].quantity == 5 && row?.order.id == id && row?.version == 2)
    }

    @Test("that bring the money tell the coordinator that it is there")
    func paid() {
        let (_, merges) = outcomes([
            incoming(Orders.plain(state: .unpaid), at: 1), incoming(Orders.plain(state: .paid), at: 2),
        ])
        #expect(merges[1].announcement == .updated && merges[1].changed == ["$.payment.state"])
    }

    @Test("that cancel stop an order that was announced, once, and only record one that was not")
    func cancelled() {
        let cancelled = incoming(Orders.plain(), .recorded(.cancelled), at: 2)
        let refunded = incoming(Orders.plain(note: "sorry"), .recorded(.refunded), at: 3)
        let stopped = outcomes([incoming(Orders.plain(), at: 1), cancelled, refunded]).outcomes
        #expect(stopped.map(\.announcement) == [.accepted, .cancelled(.cancelled), .nothing])
        let early = outcomes([cancelled, incoming(Orders.plain(), at: 1)]).outcomes
        #expect(early.map(\.outcome) == [.recorded, .stale])
        #expect(early.map(\.announcement) == [.nothing, .nothing])
    }

    @Test("that record an order first and let it go on later announce it then")
    func recordedFirst() {
        let (row, merges) = outcomes([
            incoming(Orders.plain(), .recorded(.draft), at: 1), incoming(Orders.plain(), at: 2),
        ])
        #expect(merges.map(\.announcement) == [.nothing, .accepted])
        #expect(row?.isAnnounced == true && row?.version == 2)
    }

    @Test("end in one row, in whatever sequence and however often they come", arguments: [11, 12, 13] as [UInt64])
    func permutations(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            let arrivals = (0..<generator.int(1...6)).map { _ in
                let recorded: Disposition = generator.flag() ? .recorded(.cancelled) : .recorded(.fulfilled)
                return incoming(
                    Orders.plain(
                        state: [.unpaid, .authorised, .paid].randomElement(using: &generator) ?? .paid,
                        quantity: generator.int(1...3)), generator.int(0...3) == 0 ? recorded : .proceed,
                    at: Int64(generator.int(1...4)))
            }
            let first = outcomes(arrivals).row
            for _ in 0..<5 {
                let repeated = arrivals + arrivals.prefix(generator.int(0...arrivals.count))
                let other = outcomes(repeated.shuffled(using: &generator)).row
                #expect(other?.order == first?.order && other?.disposition == first?.disposition)
                #expect(other?.updatedAt == first?.updatedAt)
            }
        }
    }

    @Test("differ by paths, never by values")
    func difference() {
        var old = Orders.plain()
        var new = old
        new.customer.email = "other@example.com"
        new.customer.phone = "+90 532 1234567"
        new.billingAddress = new.shippingAddress
        new.lines.append(OrderLine(id: "2", sku: "B", quantity: 1, unitPrice: 0))
        old.note = "gone"
        new.id = UUID.v5("x")
        new.updatedAt = Timestamp(seconds: 9)
        #expect(
            OrderDifference.paths(from: old, to: new) == [
                "$.customer.email", "$.customer.phone", "$.billingAddress", "$.lines[1]", "$.note",
            ])
        #expect(OrderDifference.paths(from: old, to: old).isEmpty)
    }
}
