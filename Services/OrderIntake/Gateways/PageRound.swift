import Contracts

/// Where a round of page numbers stands. What changes while it runs leaves the window, which moves those behind it
/// forward, and one of them over the edge of a page unseen: the total tells, and the round begins anew.
struct PageRound: Hashable, Sendable {
    /// At most the position's; nearer when there was too much.
    var until: Timestamp
    /// From 0.
    var page = 0
    /// As the first page said.
    private var total: Int?
    private var restarts = 0

    /// A shop whose packages change all the time is read to the end even so: the overlap of the next round helps.
    private static let mostRestarts = 3

    init(until: Timestamp) {
        self.until = until
    }

    /// Reads `<until>/<page>/<total>/<restarts>`.
    init(_ position: PollPosition) {
        until = position.until
        let parts = position.cursor?.split(separator: "/").map { Int64($0) } ?? []
        guard parts.count == 4, let until = parts[0], let page = parts[1], let total = parts[2], let restarts = parts[3]
        else { return }
        self.until = Timestamp(microseconds: until)
        self.page = Int(clamping: page)
        self.total = total < 0 ? nil : Int(clamping: total)
        self.restarts = Int(clamping: restarts)
    }

    var text: String { "\(until.microseconds)/\(page)/\(total ?? -1)/\(restarts)" }

    /// Goes to the next page, or back to the first; false when the round is over.
    mutating func goOn(total now: Int, count: Int, size: Int) -> Bool {
        if let total, total != now, restarts < Self.mostRestarts {
            restarts += 1
            page = 0
            self.total = nil
            return true
        }
        total = now
        guard (page + 1) * size < now, count > 0 else { return false }
        page += 1
        return true
    }
}
