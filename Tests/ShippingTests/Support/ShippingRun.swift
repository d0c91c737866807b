import Contracts
import FoundationEssentials
import Messaging
import WireJSON

@testable import Shipping

/// Shipping's handlers on rows in memory, with carriers that answer when the test says so.
struct ShippingRun {
    var rows = ShippingStore.Rows()
    /// Asked for and not answered yet, by key.
    private(set) var effects: [String: EffectRequest] = [:]
    private(set) var timers: [String: Envelope] = [:]
    /// Every key that was ever asked for, in order.
    private(set) var keys: [String] = []
    private var count = 0

    @discardableResult
    mutating func give<Handler: MessageHandler>(
        _: Handler.Type, _ message: Handler.Payload, epoch: Int = 0
    ) throws -> [Envelope] where Handler.Store == ShippingStore {
        count += 1
        let envelope = Envelope(
            id: .v5("message \(count)"), source: "/test", type: Handler.Payload.type,
            time: Timestamp(seconds: Int64(count)), orderID: .v5("order"), epoch: epoch, data: message.jsonBytes)
        var copy = rows
        let now = Timestamp(seconds: 1_790_000_000)
        var out = Outcome(cause: envelope, service: .shipping, now: now)
        try Handler.handle(message, HandlerContext(envelope: envelope, now: now), &copy, &out)
        rows = copy
        for effect in out.effects where !keys.contains(effect.key) {
            keys.append(effect.key)
            effects[effect.key] = effect
        }
        for timer in out.timers {
            switch timer {
            case .set(let request): timers[request.key] = request.envelope
            case .cancel(let key): timers[key] = nil
            }
        }
        return out.messages.map(\.envelope)
    }

    /// The carrier says yes or no to what was asked under a key.
    @discardableResult
    mutating func answer(_ key: String, refusal: String? = nil, scans: [CarrierScan] = []) throws -> [Envelope] {
        guard let effect = effects.removeValue(forKey: key) else { return [] }
        let reason = refusal.map { Reason(code: $0, message: "the carrier refuses") }
        func report(_ answer: (any JSONEncodable)?) -> EffectReport {
            EffectReport(
                key: key, request: effect.request, answer: refusal == nil ? answer?.jsonBytes : nil, refusal: reason,
                command: effect.command)
        }
        switch effect.kind {
        case LabelEffectDone.effectKind:
            let purchase = try LabelPurchase.parse(effect.request)
            let label = BoughtLabel(
                tracking: ParcelTracking(
                    parcelID: purchase.label.parcel.id, carrier: purchase.carrier, service: "standard",
                    trackingNumber: key), cost: 500, currency: purchase.label.currency)
            return try give(LabelEffectDoneHandler.self, LabelEffectDone(report(label)))
        case VoidEffectDone.effectKind:
            return try give(
                VoidEffectDoneHandler.self, VoidEffectDone(report(try ParcelTracking.parse(effect.request))))
        default:
            return try give(
                TrackEffectDoneHandler.self,
                TrackEffectDone(report(TrackAnswer(scans: scans, askAgainAfterSeconds: nil))))
        }
    }

    mutating func fireLabelTimers() throws {
        for (key, envelope) in timers where envelope.type == BuyLabelAgain.type {
            timers[key] = nil
            try give(BuyLabelAgainHandler.self, try .parse(envelope.data))
        }
    }

    func carrier(of key: String) throws -> String? {
        try effects[key].map { try LabelPurchase.parse($0.request).carrier }
    }
}

extension [Envelope] {
    func payloads<Payload: MessagePayload>(_: Payload.Type = Payload.self) throws -> [Payload] {
        try filter { $0.type == Payload.type }.map { try Payload.parse($0.data) }
    }
}

enum Demo {
    static let id = UUID.v5("parcel")
    static let key = "label/\(id.text)"
    static let order = OrderSummary(
        id: .v5("order"), channel: "web", shop: "main", externalID: "1", number: "#1",
        currency: Currency(rawValue: "EUR"), total: 4980, customer: Customer(), lines: [])
    static let ankara = Address(line1: "Depo 1", city: "Ankara", postcode: "06100", country: "TR")

    static func parcel(_ id: UUID = id) -> Parcel {
        Parcel(
            id: id, fulfilmentOrderID: .v5("fulfilment"), site: "ANK",
            lines: [ParcelLine(lineID: "1", sku: "TEA", quantity: 2)], weight: 310, length: 200, width: 150,
            height: 100)
    }

    static func buy(_ id: UUID = id, to postcode: String = "34710", isExpress: Bool = false) -> BuyLabel {
        BuyLabel(
            parcel: parcel(id), number: "#1", shipFrom: ankara,
            shipTo: Address(line1: "Bağdat Cad. 1", city: "İstanbul", postcode: postcode, country: "TR"),
            isExpress: isExpress, value: 3990, currency: order.currency, order: order)
    }

    static func void(labelEpoch: Int? = nil) -> VoidLabel {
        VoidLabel(parcelID: id, reason: "customer", labelEpoch: labelEpoch)
    }

    static func handedOver(_ id: UUID = id) -> ParcelHandedOver {
        ParcelHandedOver(
            fulfilmentOrderID: .v5("fulfilment"), reservationID: .v5("reservation"), parcel: parcel(id),
            tracking: ParcelTracking(parcelID: id, carrier: "sandbox", service: "standard", trackingNumber: "WB1"),
            at: Timestamp(seconds: 1_789_000_000))
    }

    static func scan(_ status: TrackingStatus, _ hour: Int64) -> CarrierScan {
        CarrierScan(status: status, at: Timestamp(seconds: 1_789_000_000 + hour * 3600))
    }
}
