import ChannelStandIns
import Contracts
import Foundation
import Postgres
import TestSupport
import Testing

/// What Trendyol's and N11's customers want to give back, and what the merchant says to it. N11 is told nothing of it: the merchant
/// says it in its pages. The other stand-ins have no claims.
struct CustomerClaims {
    static let channels = ["trendyol", "n11"]

    struct Claim {
        let id: String
        let order: String
        let returnID: UUID
        let line: String
        let units: Int
        /// Units that are taken back; the others are refused.
        let accepted: Int
        /// Refused before anything came back, and not by who looked at the goods.
        let isDeclined: Bool
    }

    private(set) var claims: [Claim] = []

    /// Customers claim units of as many orders, with a generator that nobody else draws from. Half of the goods are with the
    /// merchant before he has heard of it.
    static func make(
        _ count: Int, at house: ChannelHouse, orders known: [String: ChannelTruth.Known], seed: UInt64
    ) async throws -> CustomerClaims {
        var random = SeededGenerator(seed: ChannelHouse.seed(of: house.channel, from: seed &+ 16))
        let orders = await house.standIn.world.orders { $0.isPaid && !$0.isCancelled && $0.isShipped }
        // It names articles by their titles, which are all the same there, and a claim by one hand.
        let isWhole = house.channel == "n11"
        let fit = orders.filter { !isWhole || $0.lines.count == 1 }
        var made = CustomerClaims()
        for (index, order) in fit.sorted(by: { $0.id < $1.id }).shuffled(using: &random).prefix(count).enumerated() {
            let lines = order.lines.filter { $0.wanted > 0 }
            let line = lines[Int.random(in: 0..<lines.count, using: &random)]
            let units = Int.random(in: 1...line.wanted, using: &random)
            let part = Int.random(in: 0..<units, using: &random)
            let isHere = Bool.random(using: &random)
            let claim = await house.standIn.act { world in
                let claim = world.giveBack(units, of: line.id, in: order.id)
                if isHere, let claim { world.move(claim: claim, to: .waiting) }
                return claim
            }
            let (id, orderID) = (try #require(claim), try #require(known[order.id]?.id))
            made.claims.append(
                Claim(
                    id: id, order: order.id, returnID: RequestReturn.returnID(ofClaim: id, orderID: orderID),
                    line: line.id, units: units, accepted: [units, 0, isWhole ? units : part][index % 3],
                    isDeclined: index % 3 == 1))
        }
        return made
    }

    /// In what the channel has not been told of them, and once.
    func differences(from world: Marketplace) -> [String] {
        claims.compactMap { claim in
            guard let there = world.claims[claim.id] else { return "claim \(claim.id) is not there" }
            let accepted = there.units.count { $0.state == .accepted }
            let disputed = there.units.count { $0.state == .disputed }
            guard accepted == claim.accepted, disputed == claim.units - claim.accepted else {
                return "claim \(claim.id): \(claim.accepted) of \(claim.units) are accepted here, there "
                    + "\(accepted) are and \(disputed) disputed"
            }
            for (word, units) in [("approval", accepted), ("dispute", disputed)] {
                let told = world.pushes.counts.filter { $0.key.hasPrefix("\(word)/\(claim.order)/\(claim.id)/") }
                    .reduce(0) { $0 + $1.value.carriedOut }
                guard told == min(1, units) else { return "claim \(claim.id): \(word) was told \(told) times" }
            }
            return nil
        }
    }
}

extension ChannelScenario {
    /// Customers claim some of what they have; here it is decided on, and looked at.
    /// - Returns: by channel.
    func claimSome() async throws -> [String: CustomerClaims] {
        var all: [String: CustomerClaims] = [:]
        for house in houses where CustomerClaims.channels.contains(house.channel) {
            let known = try await ChannelTruth.read(house.channel, in: system).orders
            let made = try await CustomerClaims.make(max(3, size / 6), at: house, orders: known, seed: seed)
            try await settle(made.claims, at: house)
            all[house.channel] = made
        }
        return all
    }

    private func settle(_ claims: [CustomerClaims.Claim], at house: ChannelHouse) async throws {
        try await expectReturns(claims, in: "requested")
        for claim in claims where claim.isDeclined {
            try system.run("waybill", "return", "decline", claim.returnID.text, "--reason", "worn")
        }
        let back = claims.filter { !$0.isDeclined }
        for claim in back { try system.run("waybill", "return", "approve", claim.returnID.text) }
        try await expectReturns(back, in: "in_transit")
        for claim in claims { await house.standIn.act { $0.move(claim: claim.id, to: .waiting) } }
        for claim in back {
            let all = "\(claim.line)=\(claim.units)"
            try system.run(
                "waybill", "return", "receive", claim.returnID.text, "--site", rooms[0].site.code, "--line", all)
            for (word, units) in [("restock", claim.accepted), ("send_back", claim.units - claim.accepted)]
            where units > 0 {
                try system.run(
                    "waybill", "return", "inspect", claim.returnID.text, "--disposition", word, "--line",
                    "\(claim.line)=\(units)")
            }
        }
        try await expectReturns(back, in: "closed")
        guard house.channel == "n11" else { return }
        // The merchant says it there by hand, and N11 gives the money back.
        for claim in claims {
            await house.standIn.act { world in
                let units = world.claims[claim.id]?.units.map(\.id) ?? []
                _ = world.decide(claim: claim.id, units: Set(units), as: claim.accepted > 0 ? .accepted : .rejected)
            }
        }
    }

    private func expectReturns(_ claims: [CustomerClaims.Claim], in state: String) async throws {
        let ids = claims.map(\.returnID)
        try await waitUntil("\(ids.count) returns are \(state)", within: .seconds(300), every: .milliseconds(300)) {
            try await system.database.withConnection(schema: ServiceName.returns.schema) {
                try await $0.query(Self.returnsIn, ids, state).first?.int(0) == ids.count
            }
        }
    }

    private static let returnsIn = Statement(
        "test_returns_in", "SELECT count(*) FROM rma WHERE id = ANY($1::uuid[]) AND state = $2::text")
}
