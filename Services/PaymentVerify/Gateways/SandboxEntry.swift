import Contracts
import FoundationEssentials
import Postgres
import WireJSON

/// One call to the sandbox: the key is looked up, and what is new is decided and written into its ledger.
struct SandboxEntry: Sendable {
    let kind: MoneyOperation.Kind
    let request: GatewayRequest
    let key: String
    /// The provider's clock.
    let now: Timestamp

    /// What the provider knows of an authorisation when it is asked to do something with it.
    struct Account: Hashable, Sendable {
        var authorised: Int64
        var captured: Int64 = 0
        var voided: Int64 = 0
        var refunded: Int64 = 0
        var outcome: SandboxOutcome
        var isLapsed = false

        /// Why it cannot be done; nil when it can.
        func refusal(of kind: MoneyOperation.Kind, _ amount: Int64) -> (code: String, message: String)? {
            switch kind {
            case .authorise: nil
            // What has lapsed is given up already: to void it is no fault.
            case .void where isLapsed: nil
            case .capture where isLapsed: ("authorisation_expired", "the authorisation has lapsed")
            case .refund where outcome == .refundFails: ("refund_refused", "the issuer refuses the refund")
            case .void where outcome == .voidFails: ("void_refused", "the issuer refuses the void")
            case .capture where outcome == .captureFails: ("capture_refused", "the issuer refuses the capture")
            case .capture where amount > authorised - captured - voided:
                ("exceeds_authorised", "not so much is authorised and left")
            case .void where amount > authorised - captured - voided:
                ("nothing_to_void", "not so much is authorised and left")
            case .refund where amount > captured - refunded: ("exceeds_captured", "not so much was captured")
            case .capture, .void, .refund: nil
            }
        }
    }

    /// What the caller gets, unless it gets lost on its way.
    struct Reply: Sendable {
        var answer: GatewayAnswer
        var isLost: Bool
    }

    /// Carries out several calls that came together, in order, as if each had come alone.
    static func carryOut(_ entries: [SandboxEntry], in transaction: inout Transaction) throws -> [Reply] {
        var asked: Set<String> = []
        let finds = try entries.map { entry in
            // The second with a key looks after the first has written.
            asked.insert(entry.key).inserted ? try transaction.send(SandboxLedger.find, entry.key) : nil
        }
        var replies: [Reply] = []
        for (entry, find) in zip(entries, finds) {
            let find = try find ?? transaction.send(SandboxLedger.find, entry.key)
            if let row = try transaction.read(find).first {
                replies.append(Reply(answer: try GatewayAnswer.parse(try row.json(0)), isLost: false))
            } else {
                replies.append(try entry.carryOut(in: &transaction))
            }
        }
        return replies
    }

    private func carryOut(in transaction: inout Transaction) throws -> Reply {
        let reference = "sbx-" + UUID.v5("sandbox/\(key)").text
        var answer: GatewayAnswer
        var outcome = SandboxOutcome(token: request.token)
        if kind == .authorise {
            answer = outcome.authorisation(of: request, reference: reference, at: now)
        } else {
            answer = GatewayAnswer(
                isDone: true, amount: request.amount, currency: request.currency, reference: reference)
            // What another provider authorised for the storefront is taken on trust.
            if let account = try account(in: &transaction) {
                outcome = account.outcome
                if let refusal = account.refusal(of: kind, request.amount) {
                    answer.refuse(refusal.code, refusal.message)
                }
            }
        }
        try transaction.send(
            SandboxLedger.write, key, kind.rawValue, request.reference, reference, request.token, answer.amount,
            answer.currency.rawValue, answer.isDone, PostgresJSON(answer.jsonBytes))
        return Reply(answer: answer, isLost: outcome == .timeoutOnce)
    }

    private func account(in transaction: inout Transaction) throws -> Account? {
        guard let reference = request.reference,
            let row = try transaction.run(SandboxLedger.authorisation, reference).first
        else { return nil }
        var account = Account(
            authorised: try row.int64(0), outcome: SandboxOutcome(token: try row.stringOrNil(1)),
            isLapsed: try row.timestampOrNil(2).map { $0 <= now.microseconds } ?? false)
        for row in try transaction.run(SandboxLedger.moved, reference) {
            let amount = try row.int64(1)
            switch MoneyOperation.Kind(rawValue: try row.string(0)) {
            case .capture: account.captured = amount
            case .void: account.voided = amount
            case .refund: account.refunded = amount
            case .authorise, nil: break
            }
        }
        return account
    }
}
