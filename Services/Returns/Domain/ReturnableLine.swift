import Contracts
import FoundationEssentials

/// Units of one order line that came in one parcel, and how many of them went back.
package struct ReturnableLine: Hashable, Sendable {
    /// A line is split over parcels, so that it takes both to name its units.
    package struct Key: Hashable, Sendable {
        package var parcelID: UUID
        package var lineID: String

        package init(parcelID: UUID, lineID: String) {
            self.parcelID = parcelID
            self.lineID = lineID
        }
    }

    package let key: Key
    package let orderID: UUID
    package let sku: String
    package let deliveredQuantity: Int
    package private(set) var returnedQuantity: Int
    package let deliveredAt: Timestamp
    package let returnableUntil: Timestamp
    package let policyVersion: Int
    /// Equal parts that its articles can be divided in: as many as units, except of kits that were sent in parts.
    package let sets: Int
    /// What one set of a kit consists of; empty for an article that is none.
    package let contents: [UnitContent]
    /// Grams, its part of the packaging included.
    package let unitWeight: Int
    /// Where it was sent from, and goes back to.
    package let site: String
    package private(set) var version: Int64

    package init(
        key: Key, orderID: UUID, sku: String, deliveredQuantity: Int, returnedQuantity: Int = 0,
        deliveredAt: Timestamp, returnableUntil: Timestamp, policyVersion: Int, sets: Int? = nil,
        contents: [UnitContent] = [], unitWeight: Int = 0, site: String = "", version: Int64 = 1
    ) {
        self.key = key
        self.orderID = orderID
        self.sku = sku
        self.deliveredQuantity = deliveredQuantity
        self.returnedQuantity = returnedQuantity
        self.deliveredAt = deliveredAt
        self.returnableUntil = returnableUntil
        self.policyVersion = policyVersion
        self.sets = sets ?? max(1, deliveredQuantity)
        self.contents = contents
        self.unitWeight = unitWeight
        self.site = site
        self.version = version
    }

    /// Units that no return has taken.
    package var left: Int { deliveredQuantity - returnedQuantity }

    /// How many units a return that is asked for at a moment may choose.
    package func returnable(at moment: Timestamp) -> Int {
        moment <= returnableUntil ? left : 0
    }

    /// Units go into a return.
    package mutating func take(_ units: Int) {
        returnedQuantity += units
        version += 1
    }

    /// Units stay with the customer after all.
    package mutating func giveBack(_ units: Int) {
        returnedQuantity -= units
        version += 1
    }
}
