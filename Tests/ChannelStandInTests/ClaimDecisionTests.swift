import ChannelStandIns
import Contracts
import FoundationEssentials
import OrderIntake
import Testing

@Suite("What is said to a claim, as Waybill tells Trendyol's stand-in,")
struct ClaimDecisionTests {
    private let clock = HandClock()
    private let orderID = UUID.v5("order")
    private static let lira = Currency(rawValue: "TRY")

    /// An order of five units, of which three claims take one, two and two; their goods are here.
    private struct Room {
        let standIn: ChannelStandIn
        let number: String
        let line: String
        let claims: [String]

        func states(_ claim: Int) async -> [MarketClaim.State] {
            await standIn.world.claims[claims[claim]]?.units.map(\.state) ?? []
        }
    }

    private func room() async throws -> Room {
        let standIn = await clock.standIn(TrendyolDialect())
        let id = await standIn.place([("SKU-1", 5)])
        let order = try #require(await standIn.world[id])
        let line = order.lines[0].id
        var claims: [String] = []
        for units in [1, 2, 2] {
            let claim = try #require(await standIn.act { $0.giveBack(units, of: line, in: id) })
            await standIn.act { $0.move(claim: claim, to: .waiting) }
            claims.append(claim)
        }
        return Room(standIn: standIn, number: order.number, line: line, claims: claims)
    }

    private func returned(_ claim: Int, in room: Room) -> UUID {
        RequestReturn.returnID(ofClaim: room.claims[claim], orderID: orderID)
    }

    private func money(_ units: Int, of claim: Int, in room: Room) -> ChannelPush {
        .refund(
            .init(
                order: room.number, reference: "r", amount: 1995, currency: Self.lira, orderID: orderID,
                returnID: returned(claim, in: room), accepted: [.init(lineID: room.line, quantity: units)]))
    }

    private func refusal(_ units: Int, of claim: Int, in room: Room) -> ChannelPush {
        .returnDecision(
            .init(
                order: room.number, reference: returned(claim, in: room).text, orderID: orderID,
                lines: [.init(lineID: room.line, quantity: units)], reason: "worn"))
    }

    @discardableResult
    private func tell(_ push: ChannelPush, _ room: Room, isRepeat: Bool = false) async throws -> PushOutcome {
        try await StandInTransport(standIn: room.standIn).connected(options: ["claimIssueReason": "451"]) {
            try await $1.push(push, isRepeat: isRepeat, over: $0)
        }
    }

    @Test("the money of one return approves its own claim: another that nobody looked at goes on waiting")
    func own() async throws {
        let room = try await room()
        #expect(try await tell(money(1, of: 0, in: room), room) == .done(reference: room.claims[0]))
        #expect(await room.states(0) == [.accepted])
        #expect(await room.states(1) == [.waiting, .waiting])
        #expect(await room.states(2) == [.waiting, .waiting])
        #expect(try await tell(money(1, of: 0, in: room), room, isRepeat: true) == .found(reference: nil))
        #expect(await room.states(1) == [.waiting, .waiting])
        #expect(await room.standIn.world.pushes.doubled == [])
    }

    @Test("as many units are approved as were accepted so far, however often it is said; the others are not")
    func inParts() async throws {
        let room = try await room()
        for isRepeat in [false, true] {
            try await tell(money(1, of: 1, in: room), room, isRepeat: isRepeat)
            #expect(await room.states(1) == [.waiting, .accepted])
        }
        try await tell(money(2, of: 1, in: room), room)
        #expect(await room.states(1) == [.accepted, .accepted])
        #expect(await room.states(2) == [.waiting, .waiting])
        #expect(await room.standIn.world.pushes.doubled == [])
    }

    @Test(
        "a refused unit is disputed in its own claim; when Trendyol decides for the customer, the other is approved still"
    )
    func refused() async throws {
        for isFirst in [true, false] {
            let room = try await room()
            #expect(try await tell(refusal(1, of: 1, in: room), room) == .done(reference: room.claims[1]))
            #expect(await room.states(1) == [.disputed, .waiting])
            #expect(await room.states(0) == [.waiting])
            #expect(
                try await tell(refusal(1, of: 1, in: room), room, isRepeat: true) == .found(reference: room.claims[1]))
            await room.standIn.act { $0.overrule(claim: room.claims[1]) }
            #expect(await room.states(1) == [.accepted, .waiting])
            let told = try await tell(money(1, of: 1, in: room), room, isRepeat: !isFirst)
            #expect(told == .done(reference: room.claims[1]))
            #expect(await room.states(1) == [.accepted, .accepted])
            #expect(await room.states(2) == [.waiting, .waiting])
        }
    }

    @Test("whichever of refusal and money is told first, they are about different units")
    func bothWays() async throws {
        let room = try await room()
        try await tell(money(1, of: 2, in: room), room)
        try await tell(refusal(1, of: 2, in: room), room)
        #expect(await room.states(2) == [.disputed, .accepted])
        try await tell(money(1, of: 2, in: room), room, isRepeat: true)
        try await tell(refusal(1, of: 2, in: room), room, isRepeat: true)
        #expect(await room.states(2) == [.disputed, .accepted])
        #expect(await room.states(1) == [.waiting, .waiting])
    }
}
