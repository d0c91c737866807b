import Contracts
import FoundationEssentials
import WireJSON

/// What a reservation must remember beside what it holds.
struct ReservationHistory: Hashable, Sendable, JSONCodable {
    /// Lines that were given back by one command.
    struct PartialRelease: Hashable, Sendable, JSONCodable {
        let ordinal: Int
        let lines: [ParcelLine]

        init(ordinal: Int, lines: [ParcelLine]) {
            self.ordinal = ordinal
            self.lines = lines
        }

        init(from json: JSONNode) throws(JSONError) {
            ordinal = try json.decode("ordinal")
            lines = try json.decode("lines")
        }

        func encode(to json: inout JSONWriter) {
            json.object { json in
                json.write("ordinal", ordinal)
                json.write("lines", lines)
            }
        }
    }

    /// What sites have not got although the stock says so; the quantity is what was missing.
    var tried: [AllocatedUnits] = []
    /// Shortages that were seen to, whatever message they came in.
    var shortages: [UUID] = []
    /// Each counts once, whatever message it comes in.
    var releases: [PartialRelease] = []
    /// Put back before the release came that keeps them.
    var putBack: [AllocatedUnits] = []
    /// Whether it is given back when nobody pays.
    var isUnpaid = false
    /// Of the news by which a channel awaits the order; nil once the coordinator has asked for anything.
    var awaitedAs: Int64?

    /// Nobody but the channel has spoken of the order: nobody is told what becomes of its units.
    var isAwaited: Bool { awaitedAs != nil }

    init() {}

    init(from json: JSONNode) throws(JSONError) {
        tried = try json.decode("tried", default: [])
        shortages = try json.decode("shortages", default: [])
        releases = try json.decode("releases", default: [])
        putBack = try json.decode("putBack", default: [])
        isUnpaid = try json.decode("isUnpaid", default: false)
        awaitedAs = try json.decodeIfPresent("awaitedAs")
    }

    func encode(to json: inout JSONWriter) {
        json.object { json in
            if !tried.isEmpty { json.write("tried", tried) }
            if !shortages.isEmpty { json.write("shortages", shortages) }
            if !releases.isEmpty { json.write("releases", releases) }
            if !putBack.isEmpty { json.write("putBack", putBack) }
            if isUnpaid { json.write("isUnpaid", isUnpaid) }
            json.write("awaitedAs", awaitedAs)
        }
    }

    /// Units of an order line that were given back before there was anything to give.
    func released(of lineID: String) -> Int {
        releases.reduce(0) { sum, release in
            release.lines.reduce(sum) { $1.lineID == lineID ? $0 + $1.quantity : $0 }
        }
    }
}
