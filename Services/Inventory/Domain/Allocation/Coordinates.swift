import Contracts

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A place on the Earth.
struct Coordinates: Hashable, Sendable {
    /// Degrees north times a million.
    let latitudeE6: Int
    /// Degrees east times a million.
    let longitudeE6: Int

    /// The Earth's mean radius in metres (IUGG R1).
    private static let earthRadius = 6_371_008.8

    /// Whole metres along the great circle, by the haversine formula: rounded, so that one place is never nearer than
    /// another by the last bit of a sine.
    func distance(to other: Coordinates) -> Int {
        let (from, to) = (radians(latitudeE6), radians(other.latitudeE6))
        let north = sin((to - from) / 2)
        let east = sin((radians(other.longitudeE6) - radians(longitudeE6)) / 2)
        let haversine = min(1, north * north + cos(from) * cos(to) * east * east)
        return Int((2 * Self.earthRadius * asin(haversine.squareRoot())).rounded())
    }

    private func radians(_ degreesE6: Int) -> Double {
        Double(degreesE6) * .pi / 180_000_000
    }
}

/// Where goods go, as far as it is known.
struct Destination: Hashable, Sendable {
    /// What the distance was measured to.
    enum Basis: String, Sendable {
        case coordinates
        /// The middle of the country; sites inside it come first.
        case country
        /// Nowhere in particular, such as a country that we cannot place.
        case none
    }

    let country: String?
    let coordinates: Coordinates?
    let basis: Basis

    init(_ address: Address?) {
        var exact: Coordinates?
        if let latitude = address?.latitudeE6, let longitude = address?.longitudeE6 {
            exact = Coordinates(latitudeE6: latitude, longitudeE6: longitude)
        }
        self.init(country: address?.country, coordinates: exact)
    }

    init(country code: String?, coordinates exact: Coordinates?) {
        country = code?.uppercased()
        if let exact {
            coordinates = exact
            basis = .coordinates
        } else if let middle = country.flatMap({ CountryCentroids.table[$0] }) {
            coordinates = middle
            basis = .country
        } else {
            coordinates = nil
            basis = country == nil ? .none : .country
        }
    }
}
