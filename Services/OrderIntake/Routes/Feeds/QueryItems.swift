import PercentCoding

/// The items of a query as forms write them: `+` is a blank, and names are alike in any case.
struct QueryItems {
    private var values: [String: String] = [:]

    /// - Parameter query: as it stands in the address; what cannot be decoded is left out. The first of a name counts.
    init(_ query: String?) {
        for item in (query ?? "").split(separator: "&") {
            let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Self.decoded(parts[0])?.lowercased(),
                let value = parts.count > 1 ? Self.decoded(parts[1]) : "", values[name] == nil
            else { continue }
            values[name] = value
        }
    }

    subscript(_ name: String) -> String? { values[name.lowercased()] }

    private static func decoded(_ text: Substring) -> String? {
        PercentDecoded(String(text.map { $0 == "+" ? " " : $0 }).utf8).text
    }
}
