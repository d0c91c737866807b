import Contracts
import FoundationEssentials
import WireJSON

/// Units that are to be taken off the order, while the sites that have them are asked whether it is not too late. One an
/// order at a time: the next one waits for its turn.
package struct Wish: Hashable, Sendable, JSONCodable {
    package enum Kind: String, Sendable {
        /// Somebody wants less, and waits for an answer.
        case cancel
        /// The same with an answer of its own, and perhaps another address.
        case change
        /// The storefront has cancelled already; it hears when we have not.
        case channel
        /// Our own: what the stock does not cover, or nobody came for.
        case own
        /// Inventory has moved units from one allocation to another, or to the backorders.
        case move
    }

    /// One site that was asked.
    package struct Stop: Hashable, Sendable, JSONCodable {
        package let fulfilmentID: UUID
        /// Empty for all that it has.
        package var asked: [LineQuantity]
        /// Of these lines, the very articles: of kits that several sites send parts of.
        package var articles: [ParcelLine]
        /// What it gave back.
        package var taken: [AllocatedLine]
        /// What of it had been picked, and is not to be sold before it is back in its bin.
        package var putBack: [AllocatedUnits]

        package init(
            _ fulfilmentID: UUID, asked: [LineQuantity], articles: [ParcelLine] = [], taken: [AllocatedLine] = [],
            putBack: [AllocatedUnits] = []
        ) {
            self.fulfilmentID = fulfilmentID
            self.asked = asked
            self.articles = articles
            self.taken = taken
            self.putBack = putBack
        }

        /// Units that go with the articles, per order line.
        var plannedUnits: [String: Int] {
            let named = Set(articles.map(\.lineID))
            return Dictionary(asked.filter { named.contains($0.lineID) }.map { ($0.lineID, $0.quantity) }) { $0 + $1 }
        }

        package init(from json: JSONNode) throws(JSONError) {
            fulfilmentID = try json.decode("id")
            asked = try json.decode("asked", default: [])
            articles = try json.decode("articles", default: [])
            taken = try json.decode("taken", default: [])
            putBack = try json.decode("putBack", default: [])
        }

        package func encode(to json: inout JSONWriter) {
            json.object { json in
                json.write("id", fulfilmentID)
                json.write("asked", asked)
                if !articles.isEmpty { json.write("articles", articles) }
                json.write("taken", taken)
                json.write("putBack", putBack)
            }
        }
    }

    package var kind: Kind
    package var origin: Origin
    /// Whatever can still be had; else all of `lines` or nothing.
    package var isWhole: Bool
    package var lines: [LineQuantity]
    /// What the order becomes when nothing is left of it.
    package var ending: Ending
    package var address: Address?
    package var stops: [Stop] = []
    /// Of a move: where the units go instead; none for the backorders.
    package var allocations: [Allocation] = []
    /// What the storefront has given back already, for these units and perhaps for others.
    package var given: GivenBack?

    /// Takes components off that no kit needs, and no units.
    package var isOfSpares: Bool { kind == .own && !isWhole && lines.isEmpty }

    package init(
        _ kind: Kind, _ lines: [LineQuantity], isWhole: Bool, from origin: Origin, ending: Ending,
        address: Address? = nil, given: GivenBack? = nil
    ) {
        self.kind = kind
        self.lines = lines
        self.isWhole = isWhole
        self.origin = origin
        self.ending = ending
        self.address = address
        self.given = given
    }

    package init(from json: JSONNode) throws(JSONError) {
        let name: String = try json.decode("kind")
        guard let kind = Kind(rawValue: name) else { throw json.error(.invalidValue, "expected a kind of wish") }
        self.kind = kind
        origin = try json.decode("origin")
        isWhole = try json.decode("whole")
        lines = try json.decode("lines")
        ending = try json.decode("ending")
        address = try json.decodeIfPresent("address")
        stops = try json.decode("stops")
        allocations = try json.decode("allocations", default: [])
        given = try json.decodeIfPresent("given")
    }

    package func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("kind", kind.rawValue)
            json.write("origin", origin)
            json.write("whole", isWhole)
            json.write("lines", lines)
            json.write("ending", ending)
            json.write("address", address)
            json.write("stops", stops)
            if !allocations.isEmpty { json.write("allocations", allocations) }
            json.write("given", given)
        }
    }
}
