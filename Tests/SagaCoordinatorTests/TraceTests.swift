import Contracts
import SagaCoordinator
import Testing

@Suite("The standard path, as it was written down")
struct TraceTests {
    @Test("a card order: authorised, captured when the last parcel has left, closed when delivered")
    func card() throws {
        let run = Run.whole(Orders.make())
        try Trace.expect(run, toBe: "card")
        #expect(run.saga.phase == .closed)
        #expect(run.saga.headline == .delivered)
        #expect(run.saga.money == Money(authorised: 4989, captured: 4989))
        #expect(run.units(.delivered) == 4)
        #expect(run.saga.timer == nil)
    }

    @Test("a marketplace order is never captured by us")
    func marketplace() throws {
        let run = Run.whole(Orders.make(method: .marketplace, state: .paid))
        try Trace.expect(run, toBe: "marketplace")
        #expect(run.saga.phase == .closed)
        #expect(run.saga.money == Money(authorised: 4989, captured: 4989))
        #expect(!run.commands.contains { $0 is CapturePayment })
    }

    @Test("cash on delivery is captured by the courier")
    func cashOnDelivery() throws {
        let run = Run.whole(Orders.make(method: .cashOnDelivery, state: .unpaid))
        try Trace.expect(run, toBe: "cash_on_delivery")
        #expect(run.saga.phase == .closed)
        #expect(run.saga.money == Money(authorised: 4989, captured: 4989))
        #expect(run.commands.compactMap { ($0 as? BuyLabel)?.cashOnDelivery } == [4989])
    }

    @Test("an express order from a manual floor")
    func expressManual() throws {
        let run = Run.whole(Orders.make(kind: .express), Participants(floor: .manual))
        try Trace.expect(run, toBe: "express_manual_floor")
        #expect(run.saga.headline == .delivered)
        #expect(run.commands.contains { ($0 as? ReserveStock)?.isExpress == true })
        #expect(run.statuses.contains(.picking))
    }

    @Test("two sites send one parcel each; each parcel's part is taken when it has left, and the parts are the whole")
    func twoSites() throws {
        let run = Run.whole(Orders.make(method: .cashOnDelivery, state: .unpaid), Participants(sites: 2))
        try Trace.expect(run, toBe: "two_sites")
        #expect(run.saga.headline == .delivered)
        #expect(run.sent(FulfilOrder.self).count == 2)
        // The courier's share at each door adds up to the whole, and what he took is booked, parcel by parcel.
        #expect(run.sent(BuyLabel.self).map(\.cashOnDelivery).reduce(0, +) == 4989)
        #expect(run.sent(CapturePayment.self).map(\.ordinal).sorted() == [1, 2])
        #expect(run.saga.money == Money(authorised: 4989, captured: 4989))
        let card = Run.whole(Orders.make(), Participants(sites: 2))
        #expect(card.sent(CapturePayment.self).map(\.amount).reduce(0, +) == 4989)
        #expect(card.sent(CapturePayment.self).count == 2)
    }

    @Test("what is not shipped is the customer's when the stock is reserved; an order of nothing else closes by itself")
    func digital() throws {
        let run = Run.whole(Orders.make(lines: [Orders.voucher]))
        try Trace.expect(run, toBe: "digital")
        #expect(run.saga.phase == .closed)
        #expect(run.saga.headline == .delivered)
        #expect(run.saga.money.captured == 2499)
        let mixed = Run.whole(Orders.make(lines: [Orders.tea, Orders.voucher]))
        #expect(mixed.saga.headline == .delivered)
        #expect(mixed.commands.compactMap { ($0 as? ReserveStock)?.lines.map(\.lineID) } == [["L1"]])
    }
}
