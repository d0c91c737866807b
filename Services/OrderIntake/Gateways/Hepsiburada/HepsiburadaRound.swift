import Contracts

/// Where a round of lists and offsets stands. What is packed while it runs leaves its list, which moves the rest forward
/// and out of sight: the total tells, where it is said, and the list is read anew.
struct HepsiburadaRound: Hashable, Sendable {
    var list = HepsiburadaList.open
    var offset = 0
    private var total: Int?
    private var restarts = 0
    /// Of the page's orders that are asked for one by one, the last that was; empty for none.
    var asked = ""

    /// A list that changes all the time is read to its end even so: the next round overlaps.
    private static let mostRestarts = 3

    private init(_ list: HepsiburadaList) {
        self.list = list
    }

    /// Reads `<list>:<offset>:<total>:<restarts>:<asked>`, also without the last; nil for what is none.
    init?(_ position: PollPosition) {
        guard let cursor = position.cursor else { return }
        let words = cursor.split(separator: ":", maxSplits: 4, omittingEmptySubsequences: false)
        let parts = words.prefix(4).compactMap { Int($0) }
        guard parts.count == 4, let list = HepsiburadaList(rawValue: parts[0]) else { return nil }
        self.list = list
        offset = parts[1]
        total = parts[2] < 0 ? nil : parts[2]
        restarts = parts[3]
        asked = words.count == 5 ? String(words[4]) : ""
    }

    var text: String { "\(list.rawValue):\(offset):\(total ?? -1):\(restarts):\(asked)" }

    /// Where the next page begins: in this list, or in the one after it; nil behind the last.
    mutating func goOn(rows: Int, total now: Int?, isFull: Bool) -> HepsiburadaRound? {
        if offset > 0, let total, let now, total != now, restarts < Self.mostRestarts {
            var again = HepsiburadaRound(list)
            again.restarts = restarts + 1
            return again
        }
        guard isFull else { return HepsiburadaList(rawValue: list.rawValue + 1).map { HepsiburadaRound($0) } }
        var next = self
        next.asked = ""
        next.offset += rows
        next.total = now
        return next
    }
}
