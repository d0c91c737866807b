import Contracts
import WireJSON

/// A carrier, as far as a parcel needs one. Every call that costs money carries an idempotency key; a carrier that has
/// done the work for a key answers with what it did then.
///
/// Calls must end when their task is cancelled. They throw ``EffectFailure``: final for a refusal, `carrier_down` when the
/// carrier could not even be asked, anything else when it may have done the work.
package protocol CarrierGateway: Sendable {
    var name: String { get }

    func buyLabel(_ request: BuyLabel, key: String) async throws -> BoughtLabel
    /// The label that was bought under the key, or nil: asked before a purchase is repeated.
    func label(_ request: BuyLabel, key: String) async throws -> BoughtLabel?
    /// Whether a label is void already, asked before it is voided.
    func isVoid(trackingNumber: String) async throws -> Bool
    func voidLabel(trackingNumber: String, key: String) async throws
    func track(_ request: TrackRequest) async throws -> TrackAnswer
}

/// A label that a carrier sold.
package struct BoughtLabel: Hashable, Sendable, JSONCodable {
    package var tracking: ParcelTracking
    package var cost: Int64
    package var currency: Currency

    package init(tracking: ParcelTracking, cost: Int64, currency: Currency) {
        self.tracking = tracking
        self.cost = cost
        self.currency = currency
    }

    package init(from json: JSONNode) throws(JSONError) {
        tracking = try json.decode("tracking")
        cost = try json.decode("cost")
        currency = try json.decode("currency")
    }

    package func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("tracking", tracking)
            json.write("cost", cost)
            json.write("currency", currency)
        }
    }
}
