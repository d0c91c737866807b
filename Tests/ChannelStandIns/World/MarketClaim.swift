/// What a customer wants to give back: one claim, each unit with a fate of its own.
package struct MarketClaim: Sendable, Hashable {
    package enum State: Sendable, Hashable {
        /// On its way back, or not sent yet.
        case created
        /// With the merchant, who is to say yes or no.
        case waiting
        case accepted
        /// The merchant said no, and the channel looks into it.
        case disputed
        case rejected
        case cancelled
    }

    package struct Unit: Sendable, Hashable {
        package let id: String
        package let line: String
        package var state: State
        /// Who accepted it.
        package var acceptDetail: String?
    }

    package let id: String
    package let orderID: String
    package var units: [Unit]
    /// Milliseconds since 1970.
    package let madeAt: Int64
    package var modifiedAt: Int64
    /// What the merchant wrote when he said no.
    package var note: String?
}

/// What customers give back, and what the merchant says to it.
extension Marketplace {
    /// In the order of their last change.
    package func claims(where fits: (MarketClaim) -> Bool = { _ in true }) -> [MarketClaim] {
        claims.values.filter(fits).sorted { ($0.modifiedAt, $0.id) < ($1.modifiedAt, $1.id) }
    }

    /// A customer wants to give units of a line back.
    /// - Returns: the claim's id; nil when as many are not his.
    @discardableResult
    package mutating func giveBack(_ units: Int, of line: String, in id: String) -> String? {
        guard let order = orders[id], let item = order.line(line) else { return nil }
        let claimed = claims.values.filter { $0.orderID == id }.flatMap(\.units)
            .filter { $0.line == line && $0.state != .cancelled }
        guard units > 0, item.wanted - claimed.count >= units else { return nil }
        let claim = MarketClaim(
            id: "\(nextID())", orderID: id,
            units: (0..<units).map { _ in MarketClaim.Unit(id: "\(nextID())", line: line, state: .created) },
            madeAt: now, modifiedAt: now)
        claims[claim.id] = claim
        return claim.id
    }

    /// The goods reach the merchant, or the customer keeps them.
    package mutating func move(claim id: String, to state: MarketClaim.State) {
        guard var claim = claims[id] else { return }
        for index in claim.units.indices where [.created, .waiting].contains(claim.units[index].state) {
            claim.units[index].state = state
        }
        claim.modifiedAt = max(now, claim.modifiedAt + 1000)
        claims[id] = claim
    }

    /// The channel decides for the customer what the merchant said no to.
    package mutating func overrule(claim id: String) {
        guard var claim = claims[id] else { return }
        for index in claim.units.indices where claim.units[index].state == .disputed {
            claim.units[index].state = .accepted
            claim.units[index].acceptDetail = "DISPUTE"
        }
        claim.modifiedAt = max(now, claim.modifiedAt + 1000)
        claims[id] = claim
    }

    /// The merchant says yes or no to units that wait for him.
    package mutating func decide(
        claim id: String, units ids: Set<String>, as state: MarketClaim.State, note: String? = nil
    ) -> Outcome {
        guard var claim = claims[id] else { return .unknownOrder }
        let intent =
            "\(state == .accepted ? "approval" : "dispute")/\(claim.orderID)/\(id)/\(ids.sorted().joined(separator: "+"))"
        let found = claim.units.indices.filter { ids.contains(claim.units[$0].id) }
        guard !ids.isEmpty, found.count == ids.count, found.allSatisfy({ claim.units[$0].state == .waiting }) else {
            pushes.refuse(intent, "the units do not wait")
            return .refused("the units do not wait for the merchant")
        }
        for index in found {
            claim.units[index].state = state
            claim.units[index].acceptDetail = state == .accepted ? "SUPPLIER" : nil
        }
        claim.note = note
        claim.modifiedAt = max(now, claim.modifiedAt + 1000)
        claims[id] = claim
        pushes.count(intent, isCarriedOut: true)
        if state == .accepted { payBack(found.map { claim.units[$0].line }, of: claim.orderID) }
        return .done(id)
    }

    /// What is accepted the customer is paid for.
    private mutating func payBack(_ lines: [String], of id: String) {
        guard let order = orders[id] else { return }
        let refund = MarketRefund(
            id: "\(nextID())", units: [:], amount: lines.reduce(0) { $0 + (order.line($1)?.unitPrice ?? 0) }, at: now)
        update(id, tell: nil) { $0.refunds.append(refund) }
    }
}
