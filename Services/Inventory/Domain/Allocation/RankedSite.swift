/// A candidate with its place in the order of preference for one destination.
struct RankedSite: Sendable {
    let candidate: Candidate
    /// Metres; nil when the destination is unknown.
    let distance: Int?
    /// In another country than the destination, where the country is all that is known of it.
    let isAbroad: Bool

    init(_ candidate: Candidate, destination: Destination) {
        self.candidate = candidate
        distance = destination.coordinates.map { candidate.coordinates.distance(to: $0) }
        isAbroad = destination.basis == .country && candidate.country.uppercased() != destination.country
    }

    /// Home before abroad, near before far, and the code where nothing else decides.
    static func precedes(_ left: RankedSite, _ right: RankedSite) -> Bool {
        if left.isAbroad != right.isAbroad { return right.isAbroad }
        let (near, far) = (left.distance ?? 0, right.distance ?? 0)
        return near != far ? near < far : left.candidate.site < right.candidate.site
    }

    /// What it can give of what is needed.
    func offer(of needs: [Need]) -> [Int] {
        guard candidate.isOpen else { return needs.map { _ in 0 } }
        return needs.map { min($0.quantity, max(0, candidate.available[$0.sku] ?? 0)) }
    }
}

/// All that an order wants of one article.
struct Need: Hashable, Sendable {
    let sku: String
    let quantity: Int
}
