import Contracts
import WireJSON

/// A label to be bought from one carrier. Another carrier is another purchase, under another key.
package struct LabelPurchase: Hashable, Sendable, JSONCodable {
    package var carrier: String
    package var label: BuyLabel

    package init(carrier: String, label: BuyLabel) {
        self.carrier = carrier
        self.label = label
    }

    /// Also reads what an earlier version wrote, which knew one carrier.
    package init(from json: JSONNode) throws(JSONError) {
        if json["carrier"] == nil {
            carrier = CarrierChoice.carriers[0].name
            label = try BuyLabel(from: json)
        } else {
            carrier = try json.decode("carrier")
            label = try json.decode("label")
        }
    }

    package func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("carrier", carrier)
            json.write("label", label)
        }
    }
}
