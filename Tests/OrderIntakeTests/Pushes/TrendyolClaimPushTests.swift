import Contracts
import FoundationEssentials
import HTTPClient
import Testing
import WireJSON

@testable import OrderIntake

@Suite("Trendyol: which claim a return's money, or its refusal, is said to")
struct TrendyolClaimPushTests {
    private static let list = "GET /order/sellers/77/claims?orderNumber=500&size=200"
    private let orderID = UUID.v5("order")
    /// As returns have it that were asked for by hand, or taken in by the release before.
    private let plain = UUID.v7(at: Timestamp(seconds: 1_772_368_200), entropy: .v5("plain"))

    /// A claim with units of line 11: a status each, and who accepted it behind a colon.
    private func claim(_ id: String, _ units: String...) -> String {
        let items = units.enumerated().map { index, unit in
            let parts = unit.split(separator: ":")
            let detail = parts.count > 1 ? ", \"acceptDetail\": \"\(parts[1])\"" : ""
            return "{\"id\": \"\(id)-\(index)\", \"claimItemStatus\": {\"name\": \"\(parts[0])\"}\(detail)}"
        }
        return """
            {"id": "\(id)", "orderNumber": "500", "items": [
             {"orderLine": {"id": 11}, "claimItems": [\(items.joined(separator: ","))]}]}
            """
    }

    private func refund(
        _ returnID: UUID?, _ accepted: Int? = nil, refused: Int = 0, orderID: UUID? = .v5("order")
    ) -> ChannelPush {
        func lines(_ units: Int) -> [ChannelPush.Line] { units > 0 ? [.init(lineID: "11", quantity: units)] : [] }
        return .refund(
            .init(
                order: "500", reference: "r", amount: 1995, currency: Currency(rawValue: "TRY"), orderID: orderID,
                returnID: returnID, accepted: accepted.map(lines), refused: lines(refused)))
    }

    private func decline(_ returnID: UUID, _ units: Int = 1) -> ChannelPush {
        .returnDecision(
            .init(
                order: "500", reference: returnID.text, orderID: orderID,
                lines: [.init(lineID: "11", quantity: units)], reason: "worn"))
    }

    private func returned(by claim: String) -> UUID { RequestReturn.returnID(ofClaim: claim, orderID: orderID) }

    /// What became of it, and the units that were named in calls.
    private func tell(
        _ push: ChannelPush, _ claims: String..., isRepeat: Bool = false
    ) async throws -> (outcome: PushOutcome?, failure: ChannelFailure?, units: [String]) {
        let names = ["c1", "c2", "c3"]
        let market = ScriptedChannel(
            [(Self.list, .scripted(#"{"content": [\#(claims.joined(separator: ","))]}"#))]
                + names.map { ("PUT /order/sellers/77/claims/\($0)/items/approve", HTTPAnswer(status: 200)) }
                + names.map { ("POST /order/sellers/77/claims/\($0)/issue", HTTPAnswer(status: 200)) })
        var outcome: PushOutcome?
        var failure: ChannelFailure?
        do {
            outcome = try await market.push(
                push, to: "trendyol", isRepeat: isRepeat, options: ["claimIssueReason": "451"])
        } catch let error as ChannelFailure {
            failure = error
        }
        var units = try market.body("PUT")?["claimLineItemIdList"]?.elements.compactMap(\.string) ?? []
        for call in market.calls where call.method == "POST" {
            let list = call.path.split(separator: "claimItemIdList=").last?.prefix { $0 != "&" } ?? ""
            units += list.split(separator: "%2C").map(String.init)
        }
        return (outcome, failure, units)
    }

    @Test("money is for the claim that the return is of, and no other, whether or not its units are known")
    func own() async throws {
        for accepted in [nil, 2] {
            let told = try await tell(
                refund(returned(by: "c2"), accepted), claim("c1", "WaitingInAction"),
                claim("c2", "WaitingInAction", "WaitingInAction"), claim("c3", "Accepted"))
            #expect(told.outcome == .done(reference: "c2") && told.units == ["c2-0", "c2-1"])
        }
        // What was approved may be looked at for fraud first: a repeat finds it approved.
        let again = try await tell(
            refund(returned(by: "c2"), 1), claim("c1", "WaitingInAction"),
            claim("c2", "WaitingInAction", "WaitingFraudCheck"), isRepeat: true)
        #expect(again.outcome == .found(reference: nil) && again.units.isEmpty)
    }

    @Test("units that cost nothing are approved by their own return's word, as many as were accepted")
    func gifts() async throws {
        func approve(_ returnID: UUID) -> ChannelPush {
            .returnDecision(
                .init(
                    order: "500", reference: returnID.text, orderID: orderID, isApproved: true,
                    lines: [.init(lineID: "11", quantity: 1)]))
        }
        let own = returned(by: "c2")
        let told = try await tell(
            approve(own), claim("c1", "WaitingInAction"), claim("c2", "WaitingInAction", "WaitingInAction"))
        #expect(told.outcome == .done(reference: "c2") && told.units == ["c2-1"])
        let again = try await tell(approve(own), claim("c2", "WaitingInAction", "Accepted"), isRepeat: true)
        #expect(again.outcome == .found(reference: nil) && again.units.isEmpty)
        guard case .notNeeded = try await tell(approve(returned(by: "c9")), claim("c1", "Accepted")).outcome else {
            throw NotThat()
        }
    }

    @Test("a return that names no claim is of the only one that is open; of two a person says which, and all are named")
    func plainReturn() async throws {
        let one = try await tell(refund(plain, 1), claim("c1", "Accepted"), claim("c2", "WaitingInAction"))
        #expect(one.outcome == .done(reference: "c2") && one.units == ["c2-0"])
        let old = try await tell(refund(nil, orderID: nil), claim("c2", "WaitingInAction", "Cancelled"))
        #expect(old.outcome == .done(reference: "c2"))
        for push in [refund(plain, 1), refund(plain), refund(nil, orderID: nil), decline(plain)] {
            let two = try await tell(push, claim("c1", "WaitingInAction"), claim("c2", "Created"))
            #expect(two.failure?.isFinal == true && two.units.isEmpty)
            for word in ["500", "c1", "c2"] { #expect(two.failure?.message.contains(word) == true) }
        }
        // The attempt before had approved the one that was open then.
        let again = try await tell(
            refund(plain, 1), claim("c1", "Accepted"), claim("c2", "WaitingInAction"), isRepeat: true)
        #expect(again.failure?.isFinal == true && again.units.isEmpty)
    }

    @Test("a return of a claim that is not listed, or of a parcel that nobody took, is of none that is")
    func otherReturn() async throws {
        for push in [refund(returned(by: "c9"), 1), refund(returned(by: "c9")), decline(returned(by: "c9"))] {
            let told = try await tell(push, claim("c1", "WaitingInAction"))
            #expect(told.failure?.isFinal == true && told.units.isEmpty)
        }
        let accepted = try await tell(refund(returned(by: "c9"), 1), claim("c1", "Accepted"))
        #expect(accepted.failure?.message.contains("money is owed") == true)
        guard case .notNeeded = try await tell(decline(returned(by: "c9")), claim("c1", "Accepted")).outcome else {
            throw NotThat()
        }
    }

    @Test("money is found to be given only when as many units are accepted as were here")
    func count() async throws {
        let own = returned(by: "c1")
        let found = try await tell(refund(own, 2), claim("c1", "Accepted", "Accepted"))
        #expect(found.outcome == .found(reference: nil))
        let fewer = try await tell(refund(own, 2), claim("c1", "Accepted", "Cancelled"))
        #expect(fewer.failure?.isFinal == true && fewer.failure?.message.contains("money is owed") == true)
        let travelling = try await tell(refund(own, 2), claim("c1", "WaitingInAction", "Created"))
        #expect(travelling.failure?.isFinal == false && travelling.units == ["c1-0"])
        let others = try await tell(refund(own, 1), claim("c1", "Rejected"), claim("c2", "Accepted"))
        #expect(others.failure?.isFinal == true)
        guard case .notNeeded = try await tell(refund(own, 0), claim("c1", "WaitingInAction")).outcome else {
            throw NotThat()
        }
    }

    @Test("a unit that Trendyol decided for the customer stands for no other; by whom it is not said, a person looks")
    func overruled() async throws {
        let own = returned(by: "c1")
        for accepted in [1, nil] {
            let told = try await tell(
                refund(own, accepted, refused: 1), claim("c1", "Accepted:DISPUTE", "WaitingInAction"))
            #expect(told.outcome == .done(reference: "c1") && told.units == ["c1-1"])
        }
        let panel = try await tell(refund(own, 1, refused: 1), claim("c1", "Accepted:SUPPLIER", "WaitingInAction"))
        #expect(panel.outcome == .found(reference: nil) && panel.units.isEmpty)
        let unsaid = try await tell(refund(own, 1, refused: 1), claim("c1", "Accepted", "WaitingInAction"))
        #expect(unsaid.failure?.isFinal == true && unsaid.units.isEmpty)
    }

    @Test("of a return whose units are not known all are approved but those that were refused, and not twice")
    func unknownUnits() async throws {
        let own = returned(by: "c1")
        let told = try await tell(
            refund(own, refused: 1), claim("c1", "WaitingInAction", "WaitingInAction", "Created"))
        #expect(told.outcome == .done(reference: "c1") && told.units == ["c1-1"])
        let again = try await tell(
            refund(own, refused: 1), claim("c1", "WaitingInAction", "Accepted", "WaitingInAction"), isRepeat: true)
        #expect(again.failure?.isFinal == true && again.units.isEmpty)
        let none = try await tell(refund(own), claim("c1", "Created"), claim("c2", "Accepted"))
        #expect(none.failure?.isFinal == true)
    }

    @Test("a refusal disputes the claim of its own return")
    func dispute() async throws {
        let told = try await tell(
            decline(returned(by: "c2")), claim("c1", "WaitingInAction"),
            claim("c2", "WaitingInAction", "WaitingInAction"))
        #expect(told.outcome == .done(reference: "c2") && told.units == ["c2-0"])
        // A person has said it there: no other unit is disputed in its place.
        let known = try await tell(decline(returned(by: "c2")), claim("c2", "Unresolved", "WaitingInAction"))
        #expect(known.outcome == .found(reference: "c2") && known.units.isEmpty)
        let approved = try await tell(decline(returned(by: "c2")), claim("c2", "WaitingFraudCheck"))
        #expect(approved.failure?.isFinal == true)
    }

    @Test("what the release before wrote down is read, and what is written now comes back as it was")
    func stored() throws {
        let old = """
            {"kind": "refund", "content": {"order": "500", "reference": "r", "amount": 5, "currency": "TRY",
             "refused": [{"lineId": "11", "quantity": 1}], "reason": "return x"}}
            """
        guard case .refund(let refund) = try ChannelPush.parse(Array(old.utf8)) else { throw NotThat() }
        #expect(refund.returnID == nil && refund.orderID == nil && refund.accepted == nil && refund.refused.count == 1)
        let decision = "{\"kind\": \"return_decision\", \"content\": {\"order\": \"500\", \"reference\": \"r\"}}"
        guard case .returnDecision(let said) = try ChannelPush.parse(Array(decision.utf8)) else { throw NotThat() }
        #expect(said.orderID == nil)
        for push in [self.refund(plain, 2, refused: 1), self.refund(plain, 0), decline(plain)] {
            #expect(try ChannelPush.parse(push.jsonBytes) == push)
        }
    }
}
