import Contracts
import WireJSON

/// Why these sites: kept with the reservation, so that an order can explain itself. No address is in it.
struct AllocationExplanation: Hashable, Sendable, JSONCodable {
    /// `nearest_complete`, `fewest_parcels`, `fewest_parcels_greedy`, `short` or `nothing_to_send`.
    var rule: Rule
    /// What distances were measured to: `coordinates`, `country` or `none`.
    var basis: String
    /// Nearest first.
    var candidates: [Finding]

    struct Rule: RawRepresentable, Hashable, Sendable, JSONCodable {
        let rawValue: String

        /// One site can send everything; the nearest such one does.
        static let nearestComplete = Rule(rawValue: "nearest_complete")
        /// No site can send everything; every smaller choice of sites was tried.
        static let fewestParcels = Rule(rawValue: "fewest_parcels")
        /// As above, among too many sites to try all choices: the site that covers most goes first.
        static let fewestParcelsGreedy = Rule(rawValue: "fewest_parcels_greedy")
        static let short = Rule(rawValue: "short")
        static let nothingToSend = Rule(rawValue: "nothing_to_send")
    }

    /// One site, and why it was taken or not.
    struct Finding: Hashable, Sendable, JSONCodable {
        var site: String
        /// Metres; nil when the destination is unknown.
        var distance: Int?
        /// Units of the order that it could send.
        var units: Int
        /// `chosen`, `farther`, `incomplete`, `not_needed`, `empty` or `closed`.
        var verdict: Verdict

        init(site: String, distance: Int?, units: Int, verdict: Verdict) {
            self.site = site
            self.distance = distance
            self.units = units
            self.verdict = verdict
        }

        init(from json: JSONNode) throws(JSONError) {
            site = try json.decode("site")
            distance = try json.decodeIfPresent("distance")
            units = try json.decode("units")
            verdict = try json.decode("verdict")
        }

        func encode(to json: inout JSONWriter) {
            json.object { json in
                json.write("site", site)
                json.write("distance", distance)
                json.write("units", units)
                json.write("verdict", verdict)
            }
        }
    }

    struct Verdict: RawRepresentable, Hashable, Sendable, JSONCodable {
        let rawValue: String

        static let chosen = Verdict(rawValue: "chosen")
        /// It could send everything too, from farther away.
        static let farther = Verdict(rawValue: "farther")
        /// It has a part, and one site has everything.
        static let incomplete = Verdict(rawValue: "incomplete")
        /// It has a part that the chosen sites cover better.
        static let notNeeded = Verdict(rawValue: "not_needed")
        static let empty = Verdict(rawValue: "empty")
        static let closed = Verdict(rawValue: "closed")
    }

    init(rule: Rule, basis: String, candidates: [Finding]) {
        self.rule = rule
        self.basis = basis
        self.candidates = candidates
    }

    init(from json: JSONNode) throws(JSONError) {
        rule = try json.decode("rule")
        basis = try json.decode("basis")
        candidates = try json.decode("candidates")
    }

    func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("rule", rule)
            json.write("basis", basis)
            json.write("candidates", candidates)
        }
    }
}
