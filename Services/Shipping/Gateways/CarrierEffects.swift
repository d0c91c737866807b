import Contracts
import Messaging
import WireJSON

/// The carriers by name.
package typealias CarrierAccounts = [String: CarrierAccount]

extension CarrierAccounts {
    func account(_ name: String) throws -> CarrierAccount {
        guard let account = self[name] else {
            throw EffectFailure(code: "unknown_carrier", message: "there is no carrier \(name)", isFinal: true)
        }
        return account
    }
}

/// Buys a label: asks first when an earlier attempt may have bought it, and stays with that carrier until it answers. One
/// that was never asked, because it cannot be reached, is given up, so that another can be.
struct BuyLabelEffect: EffectPerformer {
    let carriers: CarrierAccounts

    func perform(_ call: EffectCall) async throws -> [UInt8] {
        let purchase = try LabelPurchase(from: call.request)
        let carrier = try carriers.account(purchase.carrier)
        let key = call.key
        if call.attempt > 1, let label = try await carrier.call({ try await $0.label(purchase.label, key: key) }) {
            return label.jsonBytes
        }
        do {
            return try await carrier.call { try await $0.buyLabel(purchase.label, key: key) }.jsonBytes
        } catch let failure as EffectFailure where failure.isUnasked && call.attempt == 1 {
            throw EffectFailure(code: failure.code, message: failure.message, isFinal: true)
        }
    }
}

/// Voids a label, unless it is void already: after a time-out nobody knows.
struct VoidLabelEffect: EffectPerformer {
    let carriers: CarrierAccounts

    var isInsistent: Bool { true }

    func perform(_ call: EffectCall) async throws -> [UInt8] {
        let tracking = try ParcelTracking(from: call.request)
        let carrier = try carriers.account(tracking.carrier)
        let key = call.key
        if try await !carrier.call({ try await $0.isVoid(trackingNumber: tracking.trackingNumber) }) {
            try await carrier.call { try await $0.voidLabel(trackingNumber: tracking.trackingNumber, key: key) }
        }
        return tracking.jsonBytes
    }
}

/// Asks where a parcel is; asking changes nothing.
struct TrackEffect: EffectPerformer {
    let carriers: CarrierAccounts

    func perform(_ call: EffectCall) async throws -> [UInt8] {
        let request = try TrackRequest(from: call.request)
        return try await carriers.account(request.carrier).call { try await $0.track(request) }.jsonBytes
    }
}
