import Contracts
import FoundationEssentials
import WireJSON

/// A component of a kit that a site lacks. The kit's other components stay where they are, and the unit is whole again when
/// another site sends this one; a unit whose component nobody has is given up.
package struct MissingComponent: Hashable, Sendable, JSONCodable {
    package let lineID: String
    package let sku: String
    /// Of the component.
    package var quantity: Int
    /// Units of the order line that were cancelled before: those that are cancelled later are the ones that lack it.
    package let cancelledBefore: Int

    package init(lineID: String, sku: String, quantity: Int, cancelledBefore: Int) {
        self.lineID = lineID
        self.sku = sku
        self.quantity = quantity
        self.cancelledBefore = cancelledBefore
    }

    package init(from json: JSONNode) throws(JSONError) {
        lineID = try json.decode("lineId")
        sku = try json.decode("sku")
        quantity = try json.decode("quantity")
        cancelledBefore = try json.decode("cancelledBefore")
    }

    package func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("lineId", lineID)
            json.write("sku", sku)
            json.write("quantity", quantity)
            json.write("cancelledBefore", cancelledBefore)
        }
    }
}
