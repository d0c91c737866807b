import Contracts
import WireJSON

/// A carrier, as far as a parcel needs one. Every call that costs money carries an idempotency key; a carrier that has
/// done the work for a key answers with what it did then.
package protocol CarrierGateway: Sendable {
    var name: String { get }

    /// What the parcel would cost, in minor units.
    func rate(_ request: BuyLabel) async throws -> CarrierRate
    func buyLabel(_ request: BuyLabel, key: String) async throws -> BoughtLabel
    /// The label that was bought under the key, or nil: asked before a purchase is repeated.
    func label(key: String) async throws -> BoughtLabel?
    func voidLabel(trackingNumber: String, key: String) async throws
    func track(_ request: TrackRequest) async throws -> TrackAnswer
}

package struct CarrierRate: Hashable, Sendable {
    package var service: String
    package var cost: Int64
    package var currency: Currency
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
