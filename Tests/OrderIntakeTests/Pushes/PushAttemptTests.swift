import Contracts
import HTTPClient
import Messaging
import OrderIntake
import Testing
import WireJSON

@Suite("An attempt to tell a channel")
struct PushAttemptTests {
    private static let claims = "GET /order/sellers/77/claims"
    private static let orders = "GET /order/sellers/77/orders"
    private static let packages = "PUT /order/sellers/77/shipment-packages/"
    private static let stock = "POST /inventory/sellers/77/products/price-and-inventory"
    private static let busy = HTTPAnswer(status: 429, headers: [HTTPCall.Header("retry-after", "30")])
    private static let same = HTTPAnswer.scripted(#"{"errors": [{"key": "batch.request.same"}]}"#, status: 400)

    private func failure(
        of push: ChannelPush, _ answers: (String, HTTPAnswer?)..., isRepeat: Bool = false
    ) async throws -> EffectFailure {
        try await #require(throws: EffectFailure.self) {
            _ = try await ScriptedChannel(answers).perform(
                push, to: "trendyol", isRepeat: isRepeat, options: ["claimIssueReason": "451"])
        }
    }

    @Test("has left nothing where the channel had no room, or said no")
    func refused() async throws {
        let limited = try await failure(of: .levels, (Self.stock, Self.busy))
        #expect(limited.leftNothing && limited.isLimit)
        #expect(try await failure(of: .levels, (Self.stock, Self.same)).leftNothing)
        for status in [400, 401, 409, 422] {
            #expect(try await failure(of: .levels, (Self.stock, HTTPAnswer(status: status))).leftNothing, "\(status)")
        }
        #expect(try await failure(of: Self.declined, (Self.claims, nil)).leftNothing, "it was only asked")
        #expect(try await failure(of: Self.declined, (Self.claims, HTTPAnswer(status: 503))).leftNothing)
    }

    @Test("may have left something where nobody knows what became of a call, or an earlier call of it was carried out")
    func unknown() async throws {
        #expect(try await !failure(of: .levels, (Self.stock, nil)).leftNothing)
        for status in [302, 408, 500, 503] {
            #expect(try await !failure(of: .levels, (Self.stock, HTTPAnswer(status: status))).leftNothing, "\(status)")
        }
        let created = HTTPAnswer.scripted(
            """
            {"content": [\(["1", "2"].map(Self.package).joined(separator: ","))]}
            """)
        let half = try await failure(
            of: .acknowledgement(ChannelPush.Acknowledgement(order: "500")), (Self.orders, created),
            ("\(Self.packages)1", HTTPAnswer(status: 200)), ("\(Self.packages)2", Self.busy), (Self.orders, created))
        #expect(half.isLimit && !half.leftNothing)
    }

    @Test("asks a few times at once how a list is worked on; what takes longer, or fails then, is asked about later")
    func settled() async throws {
        let upload = ("POST /listings/merchantid/77/stock-uploads", HTTPAnswer.scripted(#"{"id": "u1"}"#))
        let question = "GET /listings/merchantid/77/stock-uploads/id/u1"
        let open = (question, HTTPAnswer.scripted(#"{"status": "InProgress"}"#))
        let done = (question, HTTPAnswer.scripted(#"{"status": "Done", "errors": []}"#))
        func outcome(
            _ answers: (String, HTTPAnswer)..., pauses: [Duration], questions: Int
        ) async throws -> PushOutcome {
            let market = ScriptedChannel([upload] + answers)
            let answer = try await market.perform(.levels, to: "hepsiburada")
            #expect(market.pauses == pauses)
            #expect(
                market.lines == ["POST /listings/merchantid/77/stock-uploads"]
                    + Array(repeating: question, count: questions))
            return try PushOutcome.parse(answer)
        }
        let (first, second) = (Duration.milliseconds(250), Duration.milliseconds(500))
        #expect(try await outcome(done, pauses: [first], questions: 1) == .done(reference: "u1"))
        #expect(try await outcome(open, done, pauses: [first, second], questions: 2) == .done(reference: "u1"))
        // Told it is, so it is not told again.
        #expect(
            try await outcome(open, open, done, pauses: [first, second], questions: 2) == .underway(reference: "u1"))
        let trouble = (question, HTTPAnswer(status: 503))
        #expect(try await outcome(trouble, done, pauses: [first], questions: 1) == .underway(reference: "u1"))
    }

    @Test("that follows one which left nothing takes the same list at Trendyol for another's, and waits")
    func sameList() async throws {
        let again = try await failure(of: .levels, (Self.stock, Self.same), isRepeat: false)
        #expect(again.isLimit && again.retryAfter == .seconds(900))
        let found = try await ScriptedChannel([(Self.stock, Self.same)]).perform(
            .levels, to: "trendyol", isRepeat: true)
        #expect(found == PushOutcome.found(reference: nil).jsonBytes)
    }

    @Test("at a word on a claim is a repeat, whatever the one before left: the claim that is open now may be another")
    func claims() async throws {
        let claims = HTTPAnswer.scripted(
            """
            {"content": [\(Self.claim("c1", "Accepted")), \(Self.claim("c2", "WaitingInAction"))]}
            """)
        let refund = ChannelPush.refund(
            ChannelPush.Refund(
                order: "500", reference: "r1", amount: 1995, currency: Currency(rawValue: "EUR"),
                accepted: [ChannelPush.Line(lineID: "11", quantity: 1)]))
        let failure = try await failure(of: refund, (Self.claims, claims), isRepeat: false)
        #expect(failure.needsPerson && failure.message.contains("c1, c2"), "\(failure)")
    }

    private static let declined = ChannelPush.returnDecision(
        ChannelPush.ReturnDecision(
            order: "500", reference: "r1", lines: [ChannelPush.Line(lineID: "11", quantity: 2)],
            reason: "worn"))

    private static func claim(_ id: String, _ status: String) -> String {
        """
        {"id": "\(id)", "orderNumber": "500", "items": [{"orderLine": {"id": 11},
         "claimItems": [{"id": "\(id)-1", "claimItemStatus": {"name": "\(status)"}}]}]}
        """
    }

    private static func package(_ id: String) -> String {
        """
        {"shipmentPackageId": \(id), "orderNumber": "500", "status": "Created", "lines": [{"lineId": 11, "quantity": 1}]}
        """
    }
}
