import Contracts
import Messaging
import Testing

@testable import PaymentVerify

@Suite("The fraud list by an operator's command")
struct FraudListTests {
    private let buyer = FraudSubject.email("Ana@Example.com")

    @Test("decides about the next order, until the entry is taken off")
    func list() throws {
        let buyer = try #require(self.buyer)
        var bench = PaymentBench()
        let set = SetFraudListing(
            kind: "email", digest: buyer.hexadecimal, effect: "deny", reason: "two chargebacks", actor: "ana")
        let out = try bench.handle(SetFraudListingHandler.self, set)
        #expect(try out.payload(FraudListingAnswered.self)?.effect == "deny")
        let denied = try bench.handle(AuthorisePaymentHandler.self, Demo.authorise())
        #expect(try denied.payload(PaymentDenied.self)?.findings.map(\.rule) == ["lists"])
        let remove = RemoveFraudListing(kind: "email", digest: buyer.hexadecimal, reason: "sorted out", actor: "ana")
        let off = try bench.handle(RemoveFraudListingHandler.self, remove)
        #expect(try #require(try off.payload(FraudListingAnswered.self)).effect == nil)
        let next = try bench.handle(AuthorisePaymentHandler.self, Demo.authorise(id: .v5("next")))
        #expect(next.effects.map(\.kind) == ["authorise"])
        #expect(bench.rows.listChanges.map(\.effect) == [.deny, nil])
    }

    @Test(
        "refuses what is no entry", arguments: [("fax", "deny", 32), ("email", "forgive", 32), ("email", "deny", 30)])
    func refused(kind: String, effect: String, digits: Int) throws {
        var bench = PaymentBench()
        let set = SetFraudListing(
            kind: kind, digest: String(repeating: "0", count: digits), effect: effect, reason: "r", actor: "a")
        #expect(throws: HandlerError.self) { try bench.handle(SetFraudListingHandler.self, set) }
    }

    @Test("A digest is read as it is written")
    func hexadecimal() throws {
        let buyer = try #require(self.buyer)
        #expect(FraudSubject(kind: .email, hexadecimal: buyer.hexadecimal) == buyer)
        #expect(FraudSubject(kind: .email, hexadecimal: String(repeating: "+f", count: 16)) == nil)
    }
}
