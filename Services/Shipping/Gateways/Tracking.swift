import Contracts
import FoundationEssentials
import WireJSON

/// Asks where a parcel is.
package struct TrackRequest: Hashable, Sendable, JSONCodable {
    package var parcelID: UUID
    package var trackingNumber: String
    package var handedOverAt: Timestamp

    package init(parcelID: UUID, trackingNumber: String, handedOverAt: Timestamp) {
        self.parcelID = parcelID
        self.trackingNumber = trackingNumber
        self.handedOverAt = handedOverAt
    }

    package init(from json: JSONNode) throws(JSONError) {
        parcelID = try json.decode("parcelId")
        trackingNumber = try json.decode("trackingNumber")
        handedOverAt = try json.decode("handedOverAt")
    }

    package func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("parcelId", parcelID)
            json.write("trackingNumber", trackingNumber)
            json.write("handedOverAt", handedOverAt)
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
