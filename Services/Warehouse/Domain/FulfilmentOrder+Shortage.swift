import Contracts

extension FulfilmentOrder {
    /// Units of a line are not there or not good. The site goes on with the rest.
    /// - Parameter found: good units of the line, those already picked included. What is in hand is there, unless it is
    ///   what is damaged.
    /// - Throws: ``Refusal``; nothing is changed then.
    package mutating func reportShort(
        lineID: String, sku: String?, found: Int, damaged: Bool
    ) throws(Refusal) -> SiteShort {
        guard [.released, .picking, .picked].contains(state) else {
            throw Refusal("wrong_state", "the task is \(state.rawValue), not to be picked")
        }
        let indices = lines.indices.filter { lines[$0].lineID == lineID && (sku == nil || lines[$0].sku == sku) }
        guard let index = indices.first else { throw Refusal("unknown_line", "the task has no line \(lineID)") }
        guard indices.count == 1 else {
            throw Refusal("ambiguous_line", "line \(lineID) is a kit: say which article is short")
        }
        let line = lines[index]
        let available = max(found, damaged ? 0 : line.picked, 0)
        guard available < line.due else {
            throw Refusal("not_short", "line \(lineID) needs \(line.due), and \(available) are there")
        }
        lines[index].missing += line.due - available
        lines[index].picked = min(line.picked, available)
        lines[index].packed = min(line.packed, lines[index].picked)
        let short = ShortLine(lineID: lineID, sku: line.sku, requested: line.due, available: available)
        return told([short], code: damaged ? SiteShort.Code.damaged : SiteShort.Code.shortPick, isCount: true)
    }

    /// The site has closed: what nobody has begun is to be sent from elsewhere. What is in hand is finished.
    /// - Returns: nil when it has been begun.
    package mutating func closeSite() -> SiteShort? {
        guard state == .released else { return nil }
        let short = lines.filter { $0.due > 0 }.map {
            ShortLine(lineID: $0.lineID, sku: $0.sku, requested: $0.due, available: 0)
        }
        for index in lines.indices { lines[index].missing += lines[index].due }
        return told(short, code: SiteShort.Code.siteClosed, isCount: false)
    }

    private mutating func told(_ short: [ShortLine], code: String, isCount: Bool) -> SiteShort {
        settle(endingAs: .short)
        // One that an older program told of was not counted.
        let ordinal = self.shortage.map { $0.ordinal.map { $0 + 1 } } ?? 1
        let shortage = SiteShort(
            fulfilmentOrderID: id, site: site, lines: short, code: code, damaged: code == SiteShort.Code.damaged,
            isCount: isCount, remaining: remaining, ordinal: ordinal)
        self.shortage = shortage
        return shortage
    }
}
