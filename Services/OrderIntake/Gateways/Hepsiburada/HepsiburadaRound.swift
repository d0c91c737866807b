import Contracts

/// Where a round of lists and offsets stands. What is packed while it runs leaves its list, which moves the rest forward
/// and out of sight: the total tells, where it is said, and the list is read anew.
struct HepsiburadaRound: Hashable, Sendable {
    var list = HepsiburadaList.open
    /// Which of the list's windows.
    var window = 0
    var offset = 0
    private var total: Int?
    private var restarts = 0
    /// Of the page's orders that are asked for one by one, the last that was; empty for none.
    var asked = ""

    /// A list that changes all the time is read to its end even so: the next round overlaps.
    private static let mostRestarts = 3

    private init(_ list: HepsiburadaList, window: Int = 0) {
        self.list = list
        self.window = window
    }

    /// Reads `<list>.<window>:<offset>:<total>:<restarts>:<asked>`, also without the last or the window; nil for what is none.
    init?(_ position: PollPosition) {
        guard let cursor = position.cursor else { return }
        let words = cursor.split(separator: ":", maxSplits: 4, omittingEmptySubsequences: false)
        let place = words.first?.split(separator: ".").compactMap { Int($0) } ?? []
        let parts = words.dropFirst().prefix(3).compactMap { Int($0) }
        guard parts.count == 3, let first = place.first, let list = HepsiburadaList(rawValue: first) else { return nil }
        self.list = list
        window = place.count > 1 ? place[1] : 0
        offset = parts[0]
        total = parts[1] < 0 ? nil : parts[1]
        restarts = parts[2]
        asked = words.count == 5 ? String(words[4]) : ""
    }

    var text: String { "\(list.rawValue).\(window):\(offset):\(total ?? -1):\(restarts):\(asked)" }

    /// Where the next page begins: in this window, or in the one after it, or in the next list; nil behind the last.
    mutating func goOn(rows: Int, total now: Int?, isFull: Bool, windows: Int) -> HepsiburadaRound? {
        if offset > 0, let total, let now, total != now, restarts < Self.mostRestarts {
            var again = HepsiburadaRound(list, window: window)
            again.restarts = restarts + 1
            return again
        }
        guard isFull else {
            if window + 1 < windows { return HepsiburadaRound(list, window: window + 1) }
            return HepsiburadaList(rawValue: list.rawValue + 1).map { HepsiburadaRound($0) }
        }
        var next = self
        next.asked = ""
        next.offset += rows
        next.total = now
        return next
    }
}
