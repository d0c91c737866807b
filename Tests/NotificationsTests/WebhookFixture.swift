import Contracts
import FoundationEssentials
import Messaging
import WireJSON

@testable import Notifications

/// The handlers of notifications over rows in memory, and endpoints that answer as told.
struct WebhookRun {
    static let secret = "whsec_" + Data((0..<24).map { UInt8($0) }).base64EncodedString()
    static let newSecret = "whsec_" + Data((0..<32).map { UInt8($0 + 100) }).base64EncodedString()

    var rows: NotificationsStore.Rows
    var now = NotificationsFixture.time
    private(set) var effects: [EffectRequest] = []
    private(set) var timers: [TimerChange] = []
    private(set) var answers: [WebhookAnswered] = []
    private var position: Int64 = 0

    init(schedule: WebhookSchedule = .standard) throws {
        rows = NotificationsStore.Rows(
            renderer: try MailRenderer(sender: NotificationsFixture.sender), allowsLoopback: true, schedule: schedule)
    }

    mutating func take<Handler: MessageHandler>(
        _: Handler.Type, _ message: Handler.Payload, orderID: UUID? = nil, sequence: Int64? = nil
    ) throws where Handler.Store == NotificationsStore {
        let envelope = Envelope(
            id: UUID(), source: "/test", type: Handler.Payload.type, time: now, orderID: orderID, sequence: sequence,
            data: message.jsonBytes)
        var out = Outcome(cause: envelope, service: .notifications, now: now)
        try Handler.handle(message, HandlerContext(envelope: envelope, now: now), &rows, &out)
        effects += out.effects.filter { $0.kind == "webhook" }
        timers += out.timers
        answers += try out.messages.filter { $0.envelope.type == WebhookAnswered.type }
            .map { try WebhookAnswered.parse($0.envelope.data) }
        // As a later batch would load them: what was inserted has its position.
        for id in rows.made {
            guard let delivery = rows.deliveries[id], delivery.position == .max else { continue }
            position += 1
            rows.deliveries[id] = WebhookDelivery(
                id: id, endpointID: delivery.endpointID, orderID: delivery.orderID,
                position: position, type: delivery.type, body: delivery.body,
                state: delivery.state, attempts: delivery.attempts, begunAt: delivery.begunAt,
                version: delivery.version)
        }
        rows.made = []
    }

    mutating func add(_ url: String = "http://127.0.0.1:1/ok", events: [String] = []) throws {
        try take(
            UpsertWebhookHandler.self,
            UpsertWebhook(
                channel: "web", shop: "main", url: url, secrets: [Self.secret], events: events, actor: "ada"))
    }

    mutating func tell(_ milestone: Milestone, order: OrderSummary = NotificationsFixture.order()) throws {
        try take(
            MilestoneReachedHandler.self, NotificationsFixture.reached(milestone, order: order), orderID: order.id)
    }

    /// The endpoint's answer to the newest attempt.
    mutating func answer(_ status: Int, to effect: EffectRequest? = nil) throws {
        guard let effect = effect ?? effects.last else { return }
        let report = EffectReport(
            key: effect.key, request: effect.request, answer: WebhookAnswer(status: status).jsonBytes,
            command: effect.command)
        try take(WebhookDoneHandler.self, WebhookDone(report), orderID: effect.command.orderID)
    }

    /// The newest timer goes off.
    mutating func retry() throws {
        guard case .set(let timer) = timers.last else { return }
        now = now + timer.delay
        try take(WebhookRetryHandler.self, try WebhookRetry.parse(timer.envelope.data))
    }

    func calls() throws -> [WebhookCall] { try effects.map { try WebhookCall.parse($0.request) } }

    func states(of orderID: UUID = NotificationsFixture.orderID) -> [WebhookDelivery.State] {
        rows.deliveries.rows.filter { $0.orderID == orderID }.sorted { $0.position < $1.position }.map(\.state)
    }
}
