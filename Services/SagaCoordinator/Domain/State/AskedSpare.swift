import Contracts
import FoundationEssentials
import WireJSON

/// Components that a site was asked to leave out, because no kit needs them: it is asked once.
package struct AskedSpare: Hashable, Sendable, JSONCodable {
    package let fulfilmentID: UUID
    package let lineID: String
    package let sku: String
    /// Of the component: what the site was to go on with.
    package let leaving: Int

    package init(fulfilmentID: UUID, lineID: String, sku: String, leaving: Int) {
        self.fulfilmentID = fulfilmentID
        self.lineID = lineID
        self.sku = sku
        self.leaving = leaving
    }

    package init(from json: JSONNode) throws(JSONError) {
        fulfilmentID = try json.decode("fulfilmentId")
        lineID = try json.decode("lineId")
        sku = try json.decode("sku")
        leaving = try json.decode("leaving")
    }

    package func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("fulfilmentId", fulfilmentID)
            json.write("lineId", lineID)
            json.write("sku", sku)
            json.write("leaving", leaving)
        }
    }
}
