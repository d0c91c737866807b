import Contracts

/// Goes on behind the last change that was read, in place of a page number: what changes while a round runs then moves
/// nothing out of a page that is still to come. Wants answers in the order of their changes, the oldest first.
///
/// Changes of one moment may fill more than a page: then, and only then, pages of one lower bound are counted.
package struct KeysetCursor: Hashable, Sendable {
    package var since: Timestamp
    /// From 0.
    package var page: Int

    package init(_ position: PollPosition) {
        self.init(position.cursor, orSince: position.since)
    }

    /// - Parameter text: `<microseconds>/<page>`, as ``text`` has it.
    package init(_ text: String?, orSince since: Timestamp) {
        let parts = text?.split(separator: "/").map { Int64($0) } ?? []
        if parts.count == 2, let start = parts[0], let page = parts[1] {
            self.since = Timestamp(microseconds: start)
            self.page = Int(clamping: page)
        } else {
            self.since = since
            page = 0
        }
    }

    package var text: String { "\(since.microseconds)/\(page)" }

    /// Where the next page begins.
    /// - Parameters:
    ///   - isFull: whether there may be more; nil comes back otherwise.
    ///   - lastChange: of the page's last order.
    ///   - resolution: of the channel's times.
    package func next(isFull: Bool, lastChange: Timestamp?, resolution: Duration) -> KeysetCursor? {
        guard isFull else { return nil }
        var next = self
        let step = resolution.wholeMicroseconds
        let bound = lastChange.map { Timestamp(microseconds: $0.microseconds / step * step) }
        if let bound, bound > since {
            next.since = bound
            next.page = 0
        } else {
            next.page += 1
        }
        return next
    }
}
