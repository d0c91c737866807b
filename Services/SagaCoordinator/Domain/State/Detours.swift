import Contracts
import FoundationEssentials
import WireJSON

/// What took the order off its plan: each entry is what a step of its own is done for.
package struct Detours: Hashable, Sendable, JSONCodable {
    package var wish: Wish?
    package var shortages: [Shortage] = []
    package var spares: [AskedSpare] = []
    package var releases: [StockRelease] = []
    package var refunds: [OwedRefund] = []
    package var returns: [ReturnRecord] = []
    package var disputes: [DisputeRecord] = []
    /// Picked units of an order that ends, until its stock is released.
    package var putBack: [AllocatedUnits] = []
    /// How it was paid after all, when it had been given up.
    package var late: PaymentInstruction?

    package init() {}

    package init(from json: JSONNode) throws(JSONError) {
        wish = try json.decodeIfPresent("wish")
        shortages = try json.decode("shortages", default: [])
        spares = try json.decode("spares", default: [])
        releases = try json.decode("releases", default: [])
        refunds = try json.decode("refunds", default: [])
        returns = try json.decode("returns", default: [])
        disputes = try json.decode("disputes", default: [])
        putBack = try json.decode("putBack", default: [])
        late = try json.decodeIfPresent("late")
    }

    package func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("wish", wish)
            if !shortages.isEmpty { json.write("shortages", shortages) }
            if !spares.isEmpty { json.write("spares", spares) }
            if !releases.isEmpty { json.write("releases", releases) }
            if !refunds.isEmpty { json.write("refunds", refunds) }
            if !returns.isEmpty { json.write("returns", returns) }
            if !disputes.isEmpty { json.write("disputes", disputes) }
            if !putBack.isEmpty { json.write("putBack", putBack) }
            json.write("late", late)
        }
    }

    package var isEmpty: Bool { self == Detours() }
}
