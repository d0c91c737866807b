import Contracts
import WireJSON

/// What Trendyol is told of claims. Only units whose goods are here can be approved or disputed, which it says itself.
extension TrendyolAdapter {
    private struct ClaimedUnit {
        let claim: String
        let id: String
        let lineID: String
        let status: String

        var isWaiting: Bool { status == "WaitingInAction" }
        /// Not sent back yet, or on its way.
        var isTravelling: Bool { ["Created", "WaitingFraudCheck"].contains(status) }
        var isDisputed: Bool { ["Unresolved", "InAnalysis", "Rejected"].contains(status) }
        var isAccepted: Bool { status == "Accepted" }
    }

    /// All units that customers claim of an order.
    private func claimedUnits(
        of order: String, over link: ChannelLink
    ) async throws(ChannelFailure) -> [ClaimedUnit] {
        let root = try await link.call(
            ChannelCall(
                "GET", "/order/sellers/\(try link.account())/claims", query: [("orderNumber", order), ("size", "200")],
                limit: "claims")
        ).expectSuccess().json()
        let reader = PayloadReader()
        var units: [ClaimedUnit] = []
        for claim in root["content"]?.elements.map(\.self) ?? [] where claim["orderNumber"]?.text == order {
            guard let claimID = reader.id(reader.spelling("claimId", "id", of: claim), of: claim) else { continue }
            for item in claim["items"]?.elements.map(\.self) ?? [] {
                let lineID = item["orderLine"].flatMap { reader.id(reader.spelling("lineId", "id", of: $0), of: $0) }
                for unit in item["claimItems"]?.elements.map(\.self) ?? [] {
                    guard let id = reader.id("id", of: unit) else { continue }
                    units.append(
                        ClaimedUnit(
                            claim: claimID, id: id, lineID: lineID ?? "",
                            status: unit["claimItemStatus"]?["name"]?.string ?? ""))
                }
            }
        }
        return units
    }

    private func path(ofClaim claim: String, over link: ChannelLink) throws(ChannelFailure) -> String {
        "/order/sellers/\(try link.account())/claims/\(ChannelCall.escaped(claim))"
    }

    /// The customer's claims on the order of which the goods have come back: with them Trendyol gives the money back. As many units as
    /// were refused, and are not disputed yet, are left to wait.
    func approveClaims(
        _ refund: ChannelPush.Refund, over link: ChannelLink
    ) async throws(ChannelFailure) -> PushOutcome {
        let order = refund.order
        let units = try await claimedUnits(of: order, over: link)
        var refused = refund.refused.perLine
        for unit in units where unit.isDisputed { refused[unit.lineID, default: 0] -= 1 }
        let approved = units.filter { unit in
            guard unit.isWaiting else { return false }
            guard let left = refused[unit.lineID], left > 0 else { return true }
            refused[unit.lineID] = left - 1
            return false
        }
        let waiting = Dictionary(grouping: approved, by: \.claim).sorted { $0.key < $1.key }
        for (claim, units) in waiting {
            let body: JSONValue = .members([
                "claimLineItemIdList": .array(units.map { .string($0.id) }), "params": .object([]),
            ])
            _ = try await link.call(
                .json(
                    "PUT", "\(try path(ofClaim: claim, over: link))/items/approve", body.jsonBytes, limit: "claims")
            ).expectSuccess()
        }
        if let last = waiting.last { return .done(reference: last.key) }
        guard units.contains(where: \.isAccepted) else {
            throw .refused("Trendyol has no claim on order \(order) that waits for us: the money is owed")
        }
        return .found(reference: nil)
    }

    /// Says no to the units of a declined return, for Trendyol to look into. It wants a reason of its own list, which none of ours is:
    /// the connection says which one (`claimIssueReason`). Nearly all of them want pictures too, which are a person's to send.
    func dispute(
        _ decision: ChannelPush.ReturnDecision, isRepeat: Bool, over link: ChannelLink
    ) async throws(ChannelFailure) -> PushOutcome {
        let units = try await claimedUnits(of: decision.order, over: link)
        var wanted = decision.lines.perLine
        func take(_ fits: (ClaimedUnit) -> Bool) -> [ClaimedUnit] {
            units.filter { unit in
                guard fits(unit), let left = wanted[unit.lineID], left > 0 else { return false }
                wanted[unit.lineID] = left - 1
                return true
            }
        }
        // What is disputed may be so by the attempt before, or because of another return.
        var disputed = isRepeat ? take(\.isDisputed) : []
        let waiting = take(\.isWaiting)
        let travelling = take(\.isTravelling)
        disputed += isRepeat ? [] : take(\.isDisputed)
        if let open = waiting.first ?? travelling.first {
            guard let reason = link.option("claimIssueReason") else {
                throw .refused(
                    "decline claim \(open.claim) of order \(decision.order) at Trendyol: it wants its reasons and pictures"
                )
            }
            let words = String(String.UnicodeScalarView((decision.reason ?? "declined").unicodeScalars.prefix(500)))
            for (claim, units) in Dictionary(grouping: waiting, by: \.claim).sorted(by: { $0.key < $1.key }) {
                _ = try await link.call(
                    ChannelCall(
                        "POST", "\(try path(ofClaim: claim, over: link))/issue",
                        query: [
                            ("claimIssueReasonId", reason), ("claimItemIdList", units.map(\.id).joined(separator: ",")),
                            ("description", words),
                        ],
                        limit: "claims")
                ).expectSuccess()
            }
            guard travelling.isEmpty else { throw .notYet("the goods of claim \(travelling[0].claim) are not here") }
            return .done(reference: open.claim)
        }
        if let known = disputed.first { return .found(reference: known.claim) }
        if let accepted = take(\.isAccepted).first {
            throw .refused("claim \(accepted.claim) of order \(decision.order) is accepted at Trendyol")
        }
        return .notNeeded("no claim of the order waits for us")
    }
}
