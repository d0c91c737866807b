import Contracts
import Messaging
import WireJSON

/// Buys a label: asks first when an earlier attempt may have bought it.
struct BuyLabelEffect: EffectPerformer {
    let carrier: any CarrierGateway

    func perform(_ call: EffectCall) async throws -> [UInt8] {
        let request = try BuyLabel(from: call.request)
        if call.attempt > 1, let label = try await carrier.label(key: call.key) {
            // The carrier's books know the number; what it costs is what it would cost now.
            let rate = try await carrier.rate(request)
            var tracking = label.tracking
            tracking.parcelID = request.parcel.id
            tracking.service = rate.service
            return BoughtLabel(tracking: tracking, cost: rate.cost, currency: rate.currency).jsonBytes
        }
        return try await carrier.buyLabel(request, key: call.key).jsonBytes
    }
}

/// Voids a label. Voiding twice is voiding once, so that there is nothing to ask first.
struct VoidLabelEffect: EffectPerformer {
    let carrier: any CarrierGateway

    func perform(_ call: EffectCall) async throws -> [UInt8] {
        let tracking = try ParcelTracking(from: call.request)
        try await carrier.voidLabel(trackingNumber: tracking.trackingNumber, key: call.key)
        return tracking.jsonBytes
    }
}

/// Asks where a parcel is; asking changes nothing.
struct TrackEffect: EffectPerformer {
    let carrier: any CarrierGateway

    func perform(_ call: EffectCall) async throws -> [UInt8] {
        try await carrier.track(try TrackRequest(from: call.request)).jsonBytes
    }
}
