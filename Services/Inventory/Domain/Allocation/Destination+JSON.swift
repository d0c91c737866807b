import WireJSON

/// Kept to allocate anew by: the country, and coordinates to a hundredth of a degree, which is about a kilometre and no
/// longer an address.
extension Destination: JSONCodable {
    init(from json: JSONNode) throws(JSONError) {
        var exact: Coordinates?
        if let latitude: Int = try json.decodeIfPresent("latitudeE6"),
            let longitude: Int = try json.decodeIfPresent("longitudeE6")
        {
            exact = Coordinates(latitudeE6: latitude, longitudeE6: longitude)
        }
        self.init(country: try json.decodeIfPresent("country"), coordinates: exact)
    }

    func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("country", country)
            if basis == .coordinates, let coordinates {
                json.write("latitudeE6", coordinates.latitudeE6 / 10_000 * 10_000)
                json.write("longitudeE6", coordinates.longitudeE6 / 10_000 * 10_000)
            }
        }
    }
}
