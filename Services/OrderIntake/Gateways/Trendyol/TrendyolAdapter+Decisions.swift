import Contracts
import FoundationEssentials
import WireJSON

/// What Trendyol is told of claims. Only units whose goods are here can be approved or disputed, which it says itself. A return's
/// money, or its refusal, is a word on the claim that asked for it and on no other of its order.
extension TrendyolAdapter {
    /// The customer's claim that the return was asked for by, of which the goods have come back: with it Trendyol gives the money back.
    /// As many units are approved as were accepted here, less those that are approved there; any others wait.
    func approveClaims(
        _ refund: ChannelPush.Refund, isRepeat: Bool, over link: ChannelLink
    ) async throws(ChannelFailure) -> PushOutcome {
        if refund.accepted?.isEmpty == true { return .notNeeded("the money is for no unit") }
        let claim = try await claimed(refund.order, over: link)
            .of(
                refund.returnID, in: refund.orderID, isRepeat: isRepeat, word: "approve", isDone: { $0.isAccepted })
        guard let name = claim.units.first?.claim else {
            throw .refused(
                "Trendyol has no claim on order \(refund.order) that \(refund.returnName) is of: the money is owed")
        }
        let subject = "claim \(name) of order \(refund.order)"
        if let accepted = refund.accepted {
            return try await approve(accepted, of: claim, name, subject, isRepeat: isRepeat, over: link)
        }
        let approved = try claim.toApprove(leaving: refund.refused, subject, isRepeat: isRepeat)
        try await approve(approved, ofClaim: name, over: link)
        return approved.isEmpty ? .found(reference: nil) : .done(reference: name)
    }

    /// Units that cost nothing, of which no money tells. A return that no claim asked for has nothing to be approved.
    func approve(
        _ decision: ChannelPush.ReturnDecision, isRepeat: Bool, over link: ChannelLink
    ) async throws(ChannelFailure) -> PushOutcome {
        let claim = try await claimed(decision.order, over: link)
            .of(
                UUID(uuidString: decision.reference), in: decision.orderID, isRepeat: isRepeat, word: "approve",
                isDone: { $0.isAccepted })
        guard let name = claim.units.first?.claim else { return .notNeeded("no claim of the order waits for us") }
        return try await approve(
            decision.lines, of: claim, name, "claim \(name) of order \(decision.order)", isRepeat: isRepeat, over: link)
    }

    /// - Throws: when fewer units are accepted there than were here.
    private func approve(
        _ accepted: [ChannelPush.Line], of claim: TrendyolClaimedUnits, _ name: String, _ subject: String,
        isRepeat: Bool,
        over link: ChannelLink
    ) async throws(ChannelFailure) -> PushOutcome {
        let approved = try claim.toApprove(accepted, subject, isRepeat: isRepeat)
        try await approve(approved, ofClaim: name, over: link)
        try claim.checkAll(accepted, are: approved, subject)
        return approved.isEmpty ? .found(reference: nil) : .done(reference: name)
    }

    private func approve(
        _ units: [TrendyolClaimedUnit], ofClaim name: String, over link: ChannelLink
    ) async throws(ChannelFailure) {
        guard !units.isEmpty else { return }
        let body: JSONValue = .members([
            "claimLineItemIdList": .array(units.map { .string($0.id) }), "params": .object([]),
        ])
        _ = try await link.call(
            .json("PUT", "\(try path(ofClaim: name, over: link))/items/approve", body.jsonBytes, limit: "claims")
        ).expectSuccess()
    }

    /// Says no to the units of a declined return, for Trendyol to look into. It wants a reason of its own list, which none of ours is:
    /// the connection says which one (`claimIssueReason`). Nearly all of them want pictures too, which are a person's to send.
    func dispute(
        _ decision: ChannelPush.ReturnDecision, isRepeat: Bool, over link: ChannelLink
    ) async throws(ChannelFailure) -> PushOutcome {
        let claim = try await claimed(decision.order, over: link)
            .of(
                UUID(uuidString: decision.reference), in: decision.orderID, isRepeat: isRepeat, word: "dispute",
                isDone: { $0.isDisputed || $0.isAccepted })
        var wanted = decision.lines.perLine
        func take(_ fits: (TrendyolClaimedUnit) -> Bool) -> [TrendyolClaimedUnit] {
            claim.units.filter { unit in
                guard fits(unit), let left = wanted[unit.lineID], left > 0 else { return false }
                wanted[unit.lineID] = left - 1
                return true
            }
        }
        // Of the return's own claim they are disputed because of it; of another one by the attempt before, or because of another return.
        let isKnown = isRepeat || claim.isOwn
        var disputed = isKnown ? take(\.isDisputed) : []
        let waiting = take(\.isWaiting)
        let travelling = take(\.isTravelling)
        disputed += isKnown ? [] : take(\.isDisputed)
        if let open = waiting.first ?? travelling.first {
            guard let reason = link.option("claimIssueReason") else {
                throw .refused(
                    "decline claim \(open.claim) of order \(decision.order) at Trendyol: it wants its reasons and pictures"
                )
            }
            let words = String(String.UnicodeScalarView((decision.reason ?? "declined").unicodeScalars.prefix(500)))
            if !waiting.isEmpty {
                _ = try await link.call(
                    ChannelCall(
                        "POST", "\(try path(ofClaim: open.claim, over: link))/issue",
                        query: [
                            ("claimIssueReasonId", reason),
                            ("claimItemIdList", waiting.map(\.id).joined(separator: ",")), ("description", words),
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

    private func claimed(_ order: String, over link: ChannelLink) async throws(ChannelFailure) -> TrendyolClaimedUnits {
        let root = try await link.call(
            ChannelCall(
                "GET", "/order/sellers/\(try link.account())/claims", query: [("orderNumber", order), ("size", "200")],
                limit: "claims")
        ).expectSuccess().json()
        return TrendyolClaimedUnits(root, order: order)
    }

    private func path(ofClaim claim: String, over link: ChannelLink) throws(ChannelFailure) -> String {
        "/order/sellers/\(try link.account())/claims/\(ChannelCall.escaped(claim))"
    }
}

extension ChannelPush.Refund {
    fileprivate var returnName: String { returnID.map { "return \($0.text)" } ?? "the return" }
}
