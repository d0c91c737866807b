import Contracts
import FoundationEssentials
import Messaging
import Postgres
import Testing
import WireJSON

@testable import PaymentVerify

@Suite("The sandbox provider")
struct SandboxGatewayTests {
    private static let carriedOut = Statement("carried_out", "SELECT count(*) FROM sandbox_provider WHERE is_done")

    private func request(_ amount: Int64, token: String? = nil, reference: String? = nil) -> GatewayRequest {
        GatewayRequest(
            paymentID: Demo.payment, ordinal: 0, amount: amount, currency: Demo.euro, token: token,
            reference: reference)
    }

    private func with(_ body: (SandboxGateway, PaymentDatabase) async throws -> Void) async throws {
        try await PaymentDatabase.with { database in
            let gateway = database.sandbox()
            try await body(gateway, database)
            await gateway.close()
        }
    }

    @Test("The same key is carried out once and answered alike, also when it is sent side by side")
    func idempotent() async throws {
        try await with { gateway, database in
            let answers = try await withThrowingTaskGroup(of: GatewayAnswer.self) { group in
                for _ in 0..<20 {
                    group.addTask { try await gateway.authorise(request(4200, token: "tok_ok"), key: "a/1/0") }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(answers).count == 1 && answers[0].isDone)
            #expect(try await database.number(Self.carriedOut) == 1)
            let calls = Statement("calls", "SELECT calls FROM sandbox_provider")
            #expect(try await database.number(calls) == 20)
        }
    }

    @Test("An answer that is lost leaves the work done; whoever asks for it finds it")
    func timeoutOnce() async throws {
        try await with { gateway, database in
            #expect(try await gateway.status(key: "a/1/0") == nil)
            let error = await #expect(throws: GatewayError.self) {
                try await gateway.authorise(request(4200, token: "tok_timeout_once"), key: "a/1/0")
            }
            #expect(error?.code == "timeout")
            let known = try #require(try await gateway.status(key: "a/1/0"))
            #expect(known.isDone && known.amount == 4200)
            #expect(try await gateway.authorise(request(4200, token: "tok_timeout_once"), key: "a/1/0") == known)
            #expect(try await database.number(Self.carriedOut) == 1)
        }
    }

    @Test("Captures, voids and refunds stay within what was authorised and captured")
    func limits() async throws {
        try await with { gateway, _ in
            let reference = try await gateway.authorise(request(4200, token: "tok_ok"), key: "a").reference
            func code(_ answer: GatewayAnswer) -> String? { answer.refusal?.code }
            #expect(code(try await gateway.capture(request(3000, reference: reference), key: "c0")) == nil)
            #expect(
                code(try await gateway.capture(request(1201, reference: reference), key: "c1")) == "exceeds_authorised")
            #expect(code(try await gateway.void(request(1200, reference: reference), key: "v")) == nil)
            #expect(
                code(try await gateway.capture(request(1, reference: reference), key: "c2")) == "exceeds_authorised")
            #expect(
                code(try await gateway.refund(request(3001, reference: reference), key: "r0")) == "exceeds_captured")
            #expect(code(try await gateway.refund(request(3000, reference: reference), key: "r1")) == nil)
            #expect(code(try await gateway.refund(request(1, reference: reference), key: "r2")) == "exceeds_captured")
        }
    }

    @Test("A token says what happens: refused captures, and references of other providers taken on trust")
    func tokens() async throws {
        try await with { gateway, _ in
            let reference = try await gateway.authorise(request(100, token: "tok_capture_fails"), key: "a").reference
            #expect(
                try await gateway.capture(request(100, reference: reference), key: "c").refusal?.code
                    == "capture_refused")
            #expect(try await gateway.capture(request(100, reference: "pi_foreign"), key: "f").isDone)
            #expect(
                try await gateway.authorise(request(100, token: "tok_declined"), key: "d").refusal?.code == "declined")
        }
    }

    @Test("An authorisation that has lapsed is not captured; to void it is no fault; another one holds")
    func lapsed() async throws {
        try await with { gateway, _ in
            let first = try await gateway.authorise(request(100, token: "tok_expires"), key: "a0")
            #expect(first.isDone)
            let refused = try await gateway.capture(request(100, reference: first.reference), key: "c0")
            #expect(refused.refusal?.code == "authorisation_expired")
            var again = request(100, token: "tok_expires")
            again.ordinal = 1
            let second = try await gateway.authorise(again, key: "a1")
            #expect(try await gateway.capture(request(100, reference: second.reference), key: "c0/1").isDone)
            #expect(try await gateway.void(request(100, reference: first.reference), key: "v").isDone)
        }
    }

    @Test("A token refuses refunds or voids, or loses the first request with the work undone")
    func waysBack() async throws {
        try await with { gateway, _ in
            let noRefund = try await gateway.authorise(request(100, token: "tok_refund_fails"), key: "a").reference
            _ = try await gateway.capture(request(100, reference: noRefund), key: "c")
            #expect(
                try await gateway.refund(request(100, reference: noRefund), key: "r").refusal?.code == "refund_refused")
            let noVoid = try await gateway.authorise(request(100, token: "tok_void_fails"), key: "a2").reference
            #expect(try await gateway.void(request(100, reference: noVoid), key: "v2").refusal?.code == "void_refused")
            await #expect(throws: GatewayError.self) {
                try await gateway.authorise(request(100, token: "tok_unreachable_once"), key: "a3")
            }
            #expect(try await gateway.status(key: "a3") == nil)
            #expect(try await gateway.authorise(request(100, token: "tok_unreachable_once"), key: "a3").isDone)
        }
    }

    @Test(
        "A repeated effect of any kind asks for the status before it asks for the money",
        arguments: MoneyOperation.Kind.allCases)
    func performer(kind: MoneyOperation.Kind) async throws {
        let gateway = CountingGateway()
        let performer = GatewayPerformer(kind: kind, gateway: gateway)
        let json = try JSONDocument(parsing: request(100, reference: "r").jsonBytes).root
        for attempt in 1...3 {
            let answer = try await performer.perform(
                EffectCall(kind: kind.rawValue, key: "\(kind.rawValue)/1/0", request: json, attempt: attempt))
            #expect(try GatewayAnswer.parse(answer).isDone)
        }
        #expect(await gateway.calls == [kind.rawValue, "status", "status"])
    }
}

/// Remembers what it was asked.
private actor CountingGateway: PaymentGateway {
    private(set) var calls: [String] = []
    private var done: GatewayAnswer?

    private func carryOut(_ call: String, _ request: GatewayRequest) -> GatewayAnswer {
        calls.append(call)
        let answer = GatewayAnswer(isDone: true, amount: request.amount, currency: request.currency)
        done = answer
        return answer
    }

    func authorise(_ request: GatewayRequest, key: String) -> GatewayAnswer { carryOut("authorise", request) }
    func capture(_ request: GatewayRequest, key: String) -> GatewayAnswer { carryOut("capture", request) }
    func void(_ request: GatewayRequest, key: String) -> GatewayAnswer { carryOut("void", request) }
    func refund(_ request: GatewayRequest, key: String) -> GatewayAnswer { carryOut("refund", request) }
    func status(key: String) -> GatewayAnswer? {
        calls.append("status")
        return done
    }
}
