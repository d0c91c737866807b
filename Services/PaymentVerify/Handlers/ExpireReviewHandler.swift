import Contracts
import FoundationEssentials
import Messaging
import WireJSON

/// Nobody has decided in time. The service sends it to itself.
struct ExpireReview: Command {
    static let type: MessageType = "waybill.payment.review.expire.v1"
    let paymentID: UUID

    init(paymentID: UUID) { self.paymentID = paymentID }
    init(from json: JSONNode) throws(JSONError) { paymentID = try json.decode("paymentId") }
    func encode(to json: inout JSONWriter) { json.object { $0.write("paymentId", paymentID) } }

    static func timerKey(_ paymentID: UUID) -> String { "review/\(paymentID.text)" }
}

/// A payment that was in review for too long is denied, and what it holds is given up.
enum ExpireReviewHandler: MessageHandler {
    typealias Store = PaymentStore

    static func keys(of message: ExpireReview, _ envelope: Envelope, into keys: inout PaymentKeys) {
        keys.payments.insert(message.paymentID)
    }

    static func handle(
        _ message: ExpireReview, _ context: HandlerContext, _ rows: inout PaymentRows, _ out: inout Outcome
    ) throws {
        guard var payment = rows.payments[message.paymentID], payment.state == .review, payment.undoing == nil else {
            return
        }
        payment.version += 1
        payment.reason = Reason(code: "review_overdue", message: "nobody decided in time")
        payment.undoing = .deny
        rows.decisions.append(
            FraudDecision(
                paymentID: payment.id, sequence: payment.version, ruleSet: nil, inputs: nil, score: payment.score,
                findings: payment.findings, verdict: .deny, actor: "waybill", reason: "review_overdue"))
        Undo.advance(payment, in: context.command, &rows, &out)
    }
}
