extension ProductsFed {
    /// Adds what became of a later part of the same feed.
    /// - Parameter start: how many products came before it.
    public mutating func add(_ part: ProductsFed, from start: Int) {
        added += part.added
        changed += part.changed
        unchanged += part.unchanged
        mismatches += part.mismatches
        reasons += part.reasons.map { reason in
            var reason = reason
            reason.path = reason.path.map { Self.shifted($0, by: start) }
            return reason
        }
    }

    /// `$.products[3].sku` of the second part is the feed's `$.products[253].sku`.
    private static func shifted(_ path: String, by start: Int) -> String {
        let prefix = "$.products["
        guard path.hasPrefix(prefix), let end = path.firstIndex(of: "]"),
            let index = Int(path[path.index(path.startIndex, offsetBy: prefix.count)..<end])
        else { return path }
        return prefix + String(index + start) + String(path[end...])
    }
}
