import Contracts
import Messaging
import WireJSON

/// A message to intake itself: a channel works on what it was told, and is asked how that went.
struct AskAgain: Command {
    static let type: MessageType = "waybill.intake.push.ask.v1"

    var request: PushRequest
    var kind: String

    init(_ request: PushRequest, reference: String, kind: String) {
        self.request = request
        self.request.reference = reference
        self.request.asked += 1
        self.kind = kind
    }

    init(from json: JSONNode) throws(JSONError) {
        request = try json.decode("request")
        kind = try json.decode("kind")
    }

    func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("request", request)
            json.write("kind", kind)
        }
    }

    /// Each time it is asked later: channels take from half a second to an hour. Soon at first, since the next levels wait.
    func schedule(_ context: HandlerContext, _ out: inout Outcome) {
        let delay = min(Duration.seconds(300), .milliseconds(250) * (1 << min(request.asked - 1, 12)))
        out.schedule(self, key: "ask/\(effectKey)", after: delay, orderID: context.orderID)
    }

    private var effectKey: String {
        kind == StockDone.effectKind ? request.key : "push/\(request.key)"
    }

    static func effect(_ message: AskAgain, _ context: HandlerContext) -> EffectRequest {
        EffectRequest(
            kind: message.kind, key: "\(message.effectKey)/asked/\(message.request.asked)", request: message.request,
            command: context.command)
    }
}

/// Its time has come.
enum AskAgainHandler: MessageHandler {
    typealias Store = OrderIntakeStore

    static func keys(of message: AskAgain, _ envelope: Envelope, into keys: inout OrderIntakeKeys) {}

    static func handle(
        _ message: AskAgain, _ context: HandlerContext, _ rows: inout OrderIntakeRows, _ out: inout Outcome
    ) throws {
        out.perform(AskAgain.effect(message, context))
    }
}
