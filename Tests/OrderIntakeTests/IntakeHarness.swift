import Contracts
import FoundationEssentials
import Messaging
import OrderIntake
import Testing
import WireJSON

/// Runs the handlers on rows in memory, one message after the other, as the engine does.
struct IntakeHarness {
    var rows = OrderIntakeRows()
    /// The database's clock.
    var now = Orders.now
    private var count = 0

    /// What one message led to.
    struct Reaction {
        var messages: [OutgoingMessage]
        var timers: [TimerChange] = []

        var types: [MessageType] { messages.map(\.envelope.type) }

        func first<Payload: MessagePayload>(_: Payload.Type) throws -> Payload? {
            try messages.first { $0.envelope.type == Payload.type }.map { try Payload.parse($0.envelope.data) }
        }
    }

    mutating func handle<Handler: MessageHandler>(
        _: Handler.Type, _ data: [UInt8], routingKey: String, id: UUID? = nil, sentAt: Timestamp = Orders.now,
        channel: String? = nil
    ) throws -> Reaction where Handler.Store == OrderIntakeStore {
        count += 1
        let envelope = Envelope(
            id: id ?? .v5("message \(count)"), source: "/test", type: Handler.Payload.type, time: sentAt,
            channel: channel ?? ShopKey(routingKey: routingKey)?.text, externalID: "sender's \(count)", data: data)
        let message = try ReceivedMessage(local: envelope)
        let payload = try message.payload(Handler.Payload.self)
        var keys = OrderIntakeKeys()
        Handler.keys(of: payload, envelope, into: &keys)
        var out = Outcome(cause: envelope, service: .intake, now: now)
        let context = HandlerContext(
            envelope: envelope, origin: .init(routingKey: routingKey), now: now)
        var copy = rows
        try Handler.handle(payload, context, &copy, &out)
        // The engine loads only what was asked for; a handler that touches another row would not see it.
        #expect(Set(copy.orders.keys).subtracting(rows.orders.keys).isSubset(of: keys.orders))
        rows = copy
        return Reaction(messages: out.messages, timers: out.timers)
    }

    mutating func submit(
        _ data: [UInt8], routingKey: String = "orders.web.main", sentAt: Timestamp = Orders.now
    ) throws -> Reaction {
        try handle(SubmitOrderHandler.self, data, routingKey: routingKey, sentAt: sentAt)
    }

    mutating func submit(_ order: Order, sentAt: Timestamp = Orders.now) throws -> Reaction {
        try submit(Orders.submission(of: order), sentAt: sentAt)
    }

    mutating func webhook(_ channel: String, _ topic: String, _ body: String) throws -> Reaction {
        try webhook(channel, topic, Array(body.utf8))
    }

    mutating func webhook(_ channel: String, _ topic: String, _ body: [UInt8]) throws -> Reaction {
        let message = ReceiveWebhook(
            channel: channel, shop: "main", topic: topic, body: Data(body).base64EncodedString())
        return try handle(ReceiveWebhookHandler.self, message.jsonBytes, routingKey: "")
    }
}
