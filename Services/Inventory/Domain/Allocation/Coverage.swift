/// How much of an order the stock covers: the earlier line is served first.
enum Coverage {
    /// - Parameter candidates: every site that may send.
    /// - Returns: how many of each line's quantity all sites together can send.
    static func quantities(of lines: [OrderedLine], from candidates: [Candidate]) -> [Int] {
        var left: [String: Int] = [:]
        for candidate in candidates where candidate.isOpen {
            for (sku, available) in candidate.available { left[sku, default: 0] += max(0, available) }
        }
        return lines.map { line in
            let covered = line.parts.reduce(line.quantity) { min($0, left[$1.sku, default: 0] / $1.quantity) }
            for part in line.parts { left[part.sku, default: 0] -= covered * part.quantity }
            return covered
        }
    }
}
