import Contracts
import FoundationEssentials
import Messaging
import OrderIntake
import Testing
import WireJSON

@testable import OrderIntake

/// Intake's handlers on its rows in memory, loaded by each message's own keys as the engine loads them.
struct PushHarness {
    static let shop = ShopKey(channel: "shopify", shop: "main")

    private let store = OrderIntakeStore()
    var memory = OrderIntakeStore().emptyMemory
    private var count = 0
    let shop: ShopKey

    init(_ channel: String = "shopify", isConnected: Bool = true) {
        shop = ShopKey(channel: channel, shop: "main")
        memory.shops.set(
            Shop(
                key: shop, webhookSecrets: ["hush"],
                connection: isConnected ? ShopConnection(baseURL: "http://localhost") : nil), as: shop)
    }

    /// An order of the shop, as the channel told of it, and as the coordinator was told.
    @discardableResult
    mutating func take(_ order: Order = Orders.ofChannel("shopify")) -> Order {
        var order = order
        order.id = .v5("order \(order.externalID)")
        let row = IntakeOrder(
            order: order, hash: ContentHash(of: order.jsonBytes), disposition: .proceed, updatedAt: Orders.now,
            isAnnounced: true, version: 1)
        memory.orders.set(row, as: row.key)
        return order
    }

    @discardableResult
    mutating func hear<Handler: MessageHandler>(
        _: Handler.Type, _ payload: Handler.Payload, of order: Order? = nil, id: UUID? = nil, step: String? = nil
    ) throws -> [EffectRequest] where Handler.Store == OrderIntakeStore {
        count += 1
        let envelope = Envelope(
            id: id ?? .v5("event \(count)"), source: "/test", type: Handler.Payload.type, time: Orders.now,
            orderID: order?.id, step: step, channel: shop.text, data: payload.jsonBytes)
        var keys = OrderIntakeKeys()
        Handler.keys(of: payload, envelope, into: &keys)
        var rows = store.load(keys, from: memory)
        var out = Outcome(cause: envelope, service: .intake, now: Orders.now)
        try Handler.handle(payload, HandlerContext(envelope: envelope, now: Orders.now), &rows, &out)
        try store.save(rows, into: &memory)
        timers = out.timers
        messages = out.messages
        return out.effects
    }

    private(set) var timers: [TimerChange] = []
    private(set) var messages: [OutgoingMessage] = []

    /// The channel's word on a call.
    @discardableResult
    mutating func answer(_ effect: EffectRequest, _ outcome: PushOutcome) throws -> [EffectRequest] {
        let report = EffectReport(
            key: effect.key, request: effect.request, answer: outcome.jsonBytes, command: effect.command)
        return effect.kind == StockDone.effectKind
            ? try hear(StockDoneHandler.self, StockDone(report)) : try hear(PushDoneHandler.self, PushDone(report))
    }

    static func push(_ effect: EffectRequest?) throws -> ChannelPush {
        try PushRequest.parse(try #require(effect).request).push
    }

    static func parcel(_ name: String, _ lines: [ParcelLine]) -> ParcelHandedOver {
        let id = UUID.v5("parcel \(name)")
        return ParcelHandedOver(
            fulfilmentOrderID: .v5("fulfilment \(name)"), reservationID: .v5("reservation"),
            parcel: Parcel(
                id: id, fulfilmentOrderID: .v5("fulfilment \(name)"), site: "IST", lines: lines, weight: 310,
                length: 200, width: 150, height: 100),
            tracking: ParcelTracking(
                parcelID: id, carrier: "sandbox", service: "standard", trackingNumber: "WB-\(name)"),
            at: Orders.now)
    }
}

extension Orders {
    /// Two lines: three units of tea, one pot.
    static func ofChannel(_ channel: String, externalID: String = "1001") -> Order {
        var order = plain(externalID: externalID, state: .paid, quantity: 3)
        order.channel = channel
        order.lines.append(OrderLine(id: "2", sku: "POT-1", quantity: 1, unitPrice: 5000))
        order.total = 3 * 1995 + 5000 + 990
        order.payment.method = .marketplace
        return order
    }
}
