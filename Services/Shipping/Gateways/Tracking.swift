import Contracts
import FoundationEssentials
import WireJSON

/// Asks where a parcel is.
package struct TrackRequest: Hashable, Sendable, JSONCodable {
    package var parcelID: UUID
    package var trackingNumber: String
    package var handedOverAt: Timestamp
    package var carrier: String
    /// The customer's; the sandbox reads there what is to become of the parcel.
    package var postcode: String?
    package var isReturn: Bool

    package init(
        parcelID: UUID, trackingNumber: String, handedOverAt: Timestamp, carrier: String, postcode: String? = nil,
        isReturn: Bool = false
    ) {
        self.parcelID = parcelID
        self.carrier = carrier
        self.postcode = postcode
        self.isReturn = isReturn
        self.trackingNumber = trackingNumber
        self.handedOverAt = handedOverAt
    }

    package init(from json: JSONNode) throws(JSONError) {
        parcelID = try json.decode("parcelId")
        trackingNumber = try json.decode("trackingNumber")
        handedOverAt = try json.decode("handedOverAt")
        carrier = try json.decode("carrier", default: CarrierChoice.carriers[0].name)
        postcode = try json.decodeIfPresent("postcode")
        isReturn = try json.decode("isReturn", default: false)
    }

    package func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("parcelId", parcelID)
            json.write("trackingNumber", trackingNumber)
            json.write("handedOverAt", handedOverAt)
            json.write("carrier", carrier)
            json.write("postcode", postcode)
            if isReturn { json.write("isReturn", true) }
        }
    }
}

/// Every scan so far, and when it is worth asking again.
package struct TrackAnswer: Hashable, Sendable, JSONCodable {
    package var scans: [CarrierScan]
    /// Nil when nothing more will come.
    package var askAgainAfterSeconds: Int?

    package init(scans: [CarrierScan], askAgainAfterSeconds: Int?) {
        self.scans = scans
        self.askAgainAfterSeconds = askAgainAfterSeconds
    }

    package init(from json: JSONNode) throws(JSONError) {
        scans = try json.decode("scans")
        askAgainAfterSeconds = try json.decodeIfPresent("askAgainAfterSeconds")
    }

    package func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("scans", scans)
            json.write("askAgainAfterSeconds", askAgainAfterSeconds)
        }
    }
}

extension CarrierScan: JSONCodable {
    package init(from json: JSONNode) throws(JSONError) {
        self.init(
            status: try json.decode("status"), at: try json.decode("at"), place: try json.decodeIfPresent("place"))
    }

    package func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("status", status)
            json.write("at", at)
            json.write("place", place)
        }
    }
}
