public import FoundationEssentials
public import WireJSON

/// How a parcel is found at its carrier.
public struct ParcelTracking: JSONCodable, Hashable, Sendable {
    public var parcelID: UUID
    public var carrier: String
    public var service: String
    public var trackingNumber: String
    public var trackingURL: String?

    public init(parcelID: UUID, carrier: String, service: String, trackingNumber: String, trackingURL: String? = nil) {
        self.parcelID = parcelID
        self.carrier = carrier
        self.service = service
        self.trackingNumber = trackingNumber
        self.trackingURL = trackingURL
    }

    public init(from json: JSONNode) throws(JSONError) {
        parcelID = try json.decode("parcelId")
        carrier = try json.decode("carrier")
        service = try json.decode("service")
        trackingNumber = try json.decode("trackingNumber")
        trackingURL = try json.decodeIfPresent("trackingUrl")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("parcelId", parcelID)
            json.write("carrier", carrier)
            json.write("service", service)
            json.write("trackingNumber", trackingNumber)
            json.write("trackingUrl", trackingURL)
        }
    }
}
