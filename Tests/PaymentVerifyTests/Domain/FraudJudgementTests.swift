import Contracts
import Testing
import WireJSON

@testable import PaymentVerify

@Suite("Fraud rules")
struct FraudJudgementTests {
    private let placed = Timestamp(seconds: 1_790_000_000)

    private func inputs(
        _ method: PaymentMethod = .card, amount: Int64 = 100, emails: [Int] = [], addresses: [Int] = [],
        billing: String? = nil, listings: [FraudInputs.Listing] = []
    ) -> FraudInputs {
        FraudInputs(
            method: method, amount: amount, currency: Demo.euro, billingCountry: billing, shippingCountry: "DE",
            placedAt: placed, earlierByEmail: emails.map { placed - .seconds($0) },
            earlierByAddress: addresses.map { placed - .seconds($0) }, listings: listings)
    }

    private func judge(_ inputs: FraudInputs) throws -> FraudJudgement {
        FraudJudgement(inputs, by: try #require(Demo.rules))
    }

    @Test("An ordinary order passes without a finding")
    func pass() throws {
        let judgement = try judge(inputs(emails: [10, 20], addresses: [10]))
        #expect(judgement.verdict == .pass && judgement.score == 0 && judgement.findings.isEmpty)
    }

    @Test("The fourth order of one address within a day is for a person, one from the day before does not count")
    func velocity() throws {
        #expect(try judge(inputs(emails: [10, 20, 30])).verdict == .review)
        #expect(try judge(inputs(emails: [10, 20, 86_400])).verdict == .pass)
        #expect(try judge(inputs(.marketplace, emails: [10, 20, 30])).verdict == .pass)
    }

    @Test("Scores add up from review to deny, and each finding names its rule")
    func sum() throws {
        let review = try judge(inputs(amount: 100_001))
        #expect(review.verdict == .review && review.findings.map(\.rule) == ["large"])
        let deny = try judge(inputs(amount: 100_001, emails: [1, 2, 3], billing: "US"))
        #expect(deny.verdict == .deny && deny.score == 130)
        #expect(deny.findings.map(\.rule) == ["email", "large", "countries"])
    }

    @Test("A person's no goes before a person's yes, and that before the rules")
    func lists() throws {
        func listing(_ effect: FraudInputs.Listing.Effect) -> FraudInputs.Listing {
            FraudInputs.Listing(kind: .email, effect: effect, reason: "known")
        }
        #expect(try judge(inputs(listings: [listing(.review)])).verdict == .review)
        #expect(try judge(inputs(listings: [listing(.deny)])).verdict == .deny)
        #expect(try judge(inputs(amount: 900_000, listings: [listing(.allow)])).verdict == .pass)
        #expect(try judge(inputs(listings: [listing(.allow), listing(.deny)])).verdict == .deny)
    }

    @Test("A rule of a kind that is not known here makes the set unreadable, not silently weaker")
    func unknownKind() {
        let json = #"{"review": 1, "deny": 2, "rules": [{"id": "x", "kind": "astrology"}]}"#
        #expect(throws: JSONError.self) {
            try FraudRuleSet(version: 1, json: JSONDocument(parsing: Array(json.utf8)).root)
        }
    }

    @Test("Spelling of e-mail addresses, telephone numbers and places does not hide who they are")
    func subjects() {
        #expect(FraudSubject.email(" Ana@Example.COM") == FraudSubject.email("ana@example.com"))
        #expect(FraudSubject.phone("+49 (30) 123-45") == FraudSubject.phone("493012345"))
        let (a, b) = (
            Address(line1: "Hauptstr. 5", city: "Berlin", postcode: "10115", country: "DE"),
            Address(line1: "HAUPTSTR 5", city: "berlin", postcode: "10 115", country: "de")
        )
        #expect(FraudSubject.address(a) == FraudSubject.address(b))
        #expect(FraudSubject.email("") == nil && FraudSubject.email(nil) == nil)
    }
}
