public import WireJSON

/// A label that somebody else has bought, such as ShipStation: the parcel bears it already, and none is to be bought for it.
public struct OutsideLabel: JSONCodable, Hashable, Sendable {
    /// As whoever bought it calls the carrier.
    public var carrier: String
    public var service: String
    public var trackingNumber: String
    public var trackingURL: String?
    /// Who says so, such as `shipstation`.
    public var source: String

    public init(carrier: String, service: String, trackingNumber: String, trackingURL: String? = nil, source: String) {
        self.carrier = carrier
        self.service = service
        self.trackingNumber = trackingNumber
        self.trackingURL = trackingURL
        self.source = source
    }

    public init(from json: JSONNode) throws(JSONError) {
        carrier = try json.decode("carrier")
        service = try json.decode("service")
        trackingNumber = try json.decode("trackingNumber")
        trackingURL = try json.decodeIfPresent("trackingUrl")
        source = try json.decode("source")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("carrier", carrier)
            json.write("service", service)
            json.write("trackingNumber", trackingNumber)
            json.write("trackingUrl", trackingURL)
            json.write("source", source)
        }
    }
}
