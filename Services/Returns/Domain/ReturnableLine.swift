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
    package private(set) var version: Int64

    package init(
        key: Key, orderID: UUID, sku: String, deliveredQuantity: Int, returnedQuantity: Int = 0,
        deliveredAt: Timestamp, returnableUntil: Timestamp, policyVersion: Int, version: Int64 = 1
    ) {
        self.key = key
        self.orderID = orderID
        self.sku = sku
        self.deliveredQuantity = deliveredQuantity
        self.returnedQuantity = returnedQuantity
        self.deliveredAt = deliveredAt
        self.returnableUntil = returnableUntil
        self.policyVersion = policyVersion
        self.version = version
    }

    /// How many units a return that is asked for at a moment may choose.
    package func returnable(at moment: Timestamp) -> Int {
        moment <= returnableUntil ? deliveredQuantity - returnedQuantity : 0
    }
}
