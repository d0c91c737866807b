/// A URL that webhooks may be sent to: https, or http to this machine where that is allowed; no user, no fragment.
package struct WebhookAddress: Hashable, Sendable {
    package let text: String

    private static let limit = 2000

    /// - Returns: nil for a URL that nothing is sent to.
    package init?(_ text: String, allowsLoopback: Bool) {
        guard text.utf8.count <= Self.limit, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x5C }),
            let colon = text.firstRange(of: "://")
        else { return nil }
        let scheme = text[..<colon.lowerBound].lowercased()
        let rest = text[colon.upperBound...]
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        guard let host = Self.host(authority), !rest.contains("#") else { return nil }
        let isLoopback = host == "localhost" || host == "127.0.0.1" || host == "[::1]"
        guard scheme == "https" || scheme == "http" && isLoopback && allowsLoopback else { return nil }
        guard !isLoopback || allowsLoopback else { return nil }
        self.text = text
    }

    private static func host(_ authority: Substring) -> String? {
        guard !authority.contains("@") else { return nil }
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else { return nil }
            return String(authority[...end])
        }
        let parts = authority.split(separator: ":", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), !parts[0].isEmpty, parts.count == 1 || UInt16(parts[1]) != nil else {
            return nil
        }
        return parts[0].lowercased()
    }
}
