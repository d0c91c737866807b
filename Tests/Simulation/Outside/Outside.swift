import Contracts
import FoundationEssentials
import Messaging
import Shipping
import WireJSON

/// The other side: a payment provider, a carrier and a mail server with books of their own. Each does the work for a key
/// once, answers a repeat as it did then, and may lose its answer.
final class Outside {
    enum Reply {
        case answer([UInt8])
        case refusal(Reason)
        /// The work was done; nobody hears of it.
        case lost
    }

    struct MoneyMove {
        let kind: String
        let amount: Int64
        let isDone: Bool
        let answer: [UInt8]
    }

    struct Label {
        let parcelID: UUID
        let number: String
        let isReturn: Bool
        var isVoid = false
    }

    struct Webhook {
        let place: Int
        let body: String
        var count = 1
    }

    private(set) var money: [String: MoneyMove] = [:]
    var labels: [String: Label] = [:]
    /// Message-ID -> how often it was taken.
    private(set) var mails: [String: Int] = [:]
    /// Token of each authorisation, by its reference.
    private var tokens: [String: String] = [:]
    var lostOnce: Set<String> = []
    /// Webhook-id -> what came under it, in the order of their first coming.
    var webhooks: [String: Webhook] = [:]

    func perform(
        _ service: ServiceName, _ kind: String, key: String, request: [UInt8], attempt: Int, at now: Timestamp,
        in world: World
    ) -> Reply {
        do {
            let json = try JSONDocument(parsing: request, limits: .message).root
            switch (service, kind) {
            case (.payment, _): return try move(kind, key, json)
            case (.shipping, "label"): return try label(key, json)
            case (.shipping, "void"): return try void(json, request)
            case (.shipping, "track"): return .answer(try track(json, at: now, in: world).jsonBytes)
            case (.notifications, "webhook"): return try webhook(json, key, in: world)
            case (.notifications, "email"):
                mails[world.mutatedMessageID(try json.decode("messageId"), attempt), default: 0] += 1
                return .answer(Array(#"{"reply":"250 2.0.0 Ok"}"#.utf8))
            default:
                world.violate("nobody outside knows the effect \(kind) of \(service.rawValue)")
                return .answer(Array("{}".utf8))
            }
        } catch {
            world.violate("the request of effect \(key) cannot be read: \(error)")
            return .lost
        }
    }

    // MARK: The payment provider

    private func move(_ kind: String, _ key: String, _ request: JSONNode) throws -> Reply {
        if let known = money[key] { return .answer(known.answer) }
        let amount: Int64 = try request.decode("amount")
        let about: String? = try request.decodeIfPresent("reference")
        let token: String = try request.decodeIfPresent("token") ?? about.flatMap { tokens[$0] } ?? "tok_ok"
        let reference = "sim-\(UUID.v5(key).text)"
        let refusal: Reason? =
            switch (kind, token) {
            case ("authorise", "tok_declined"): Reason(code: "declined", message: "the card was declined")
            case ("capture", "tok_capture_fails"): Reason(code: "capture_refused", message: "refused")
            default: nil
            }
        let answer = GatewayReply(
            isDone: refusal == nil, amount: amount, currency: try request.decode("currency"), reference: reference,
            payerName: try request.decodeIfPresent("payerName"), payerEmail: try request.decodeIfPresent("payerEmail"),
            refusal: refusal)
        if kind == "authorise" { tokens[reference] = token }
        money[key] = MoneyMove(kind: kind, amount: amount, isDone: refusal == nil, answer: answer.jsonBytes)
        if token == "tok_timeout_once", lostOnce.insert(key).inserted { return .lost }
        return .answer(answer.jsonBytes)
    }
}

/// The provider's answer, as payment-verify reads it.
private struct GatewayReply: JSONEncodable {
    let isDone: Bool
    let amount: Int64
    let currency: Currency
    let reference: String
    let payerName: String?
    let payerEmail: String?
    let refusal: Reason?

    func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("isDone", isDone)
            json.write("amount", amount)
            json.write("currency", currency)
            json.write("reference", reference)
            json.write("payerName", payerName)
            json.write("payerEmail", payerEmail)
            json.write("refusal", refusal)
        }
    }
}
