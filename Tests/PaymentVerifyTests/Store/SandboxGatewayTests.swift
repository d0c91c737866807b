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

    @Test("A repeated effect asks for the status before it asks for the money")
    func performer() async throws {
        let gateway = CountingGateway()
        let performer = GatewayPerformer(kind: .refund, gateway: gateway)
        let json = try JSONDocument(parsing: request(100, reference: "r").jsonBytes).root
        for attempt in 1...3 {
            let answer = try await performer.perform(
                EffectCall(kind: "refund", key: "refund/1/0", request: json, attempt: attempt))
            #expect(try GatewayAnswer.parse(answer).isDone)
        }
        #expect(await gateway.calls == ["refund", "status", "status"])
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
