import Contracts
import FoundationEssentials
import WireJSON

/// Units of one order line in a return. Each of them ends in one disposition, or stays with the customer.
package struct RMALine: Hashable, Sendable {
    package let lineID: String
    package let sku: String
    package let quantity: Int
    package let reason: String
    package let condition: String?
    package let terms: Terms

    package var received = 0
    package var restocked = 0
    package var quarantined = 0
    package var writtenOff = 0
    package var sentBack = 0
    /// Stay with the customer after all.
    package var lapsed = 0
    /// Units that money or credit was given for.
    package var settled = 0
    /// What was paid for the settled units, in minor units.
    package var goods: Int64 = 0
    package var charges: Int64 = 0

    package init(
        lineID: String, sku: String, quantity: Int, reason: String, condition: String? = nil, terms: Terms = Terms()
    ) {
        self.lineID = lineID
        self.sku = sku
        self.quantity = quantity
        self.reason = reason
        self.condition = condition
        self.terms = terms
    }

    /// What so many of its units are in units of the order line; the parts add up to the whole. Another number only for a parcel
    /// with a part of kits that comes back as a whole: its units are sets of what it holds.
    package func orderedUnits(in count: Int) -> Int {
        guard let units = terms.units, quantity > 0 else { return count }
        return units * count / quantity
    }

    package var inspected: Int { restocked + quarantined + writtenOff + sentBack }
    /// Inspected and kept by the shop: money is due for them.
    package var accepted: Int { restocked + quarantined + writtenOff }
    /// Neither received nor given up.
    package var expected: Int { quantity - received - lapsed }

    /// Basis points of `goods`, cut to whole minor units.
    package var restockingFee: Int64 {
        let fee = Int128(goods) * Int128(terms.restockingFee) / 10_000
        return Int64(clamping: fee)
    }

    /// What is fixed when the return is asked for.
    package struct Terms: JSONCodable, Hashable, Sendable {
        /// Basis points.
        package var restockingFee: Int
        /// Of the order line, where all its units are another number of these.
        package var units: Int?
        /// What one unit of a kit consists of.
        package var contents: [UnitContent]
        /// Grams of one unit.
        package var unitWeight: Int
        /// Parcels that the units came in; empty for a parcel that never arrived.
        package var parcels: [ParcelUnits]

        package init(
            restockingFee: Int = 0, units: Int? = nil, contents: [UnitContent] = [], unitWeight: Int = 0,
            parcels: [ParcelUnits] = []
        ) {
            self.restockingFee = restockingFee
            self.units = units
            self.contents = contents
            self.unitWeight = unitWeight
            self.parcels = parcels
        }

        package init(from json: JSONNode) throws(JSONError) {
            restockingFee = try json.decode("restockingFee", default: 0)
            units = try json.decodeIfPresent("units")
            contents = try json.decode("contents", default: [])
            unitWeight = try json.decode("unitWeight", default: 0)
            parcels = try json.decode("parcels", default: [])
        }

        package func encode(to json: inout JSONWriter) {
            json.object { json in
                json.write("restockingFee", restockingFee)
                json.write("units", units)
                json.write("contents", contents)
                json.write("unitWeight", unitWeight)
                json.write("parcels", parcels)
            }
        }
    }

    /// How many of the units came in one parcel.
    package struct ParcelUnits: JSONCodable, Hashable, Sendable {
        package var parcelID: UUID
        package var quantity: Int

        package init(parcelID: UUID, quantity: Int) {
            self.parcelID = parcelID
            self.quantity = quantity
        }

        package init(from json: JSONNode) throws(JSONError) {
            parcelID = try json.decode("parcelId")
            quantity = try json.decode("quantity")
        }

        package func encode(to json: inout JSONWriter) {
            json.object { json in
                json.write("parcelId", parcelID)
                json.write("quantity", quantity)
            }
        }
    }
}
