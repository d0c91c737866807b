import PercentCoding

extension PostgresConfiguration {
    /// Reads `postgres://user:password@host:port/database?sslmode=verify-full&sslrootcert=/path`.
    ///
    /// Every part may be percent-encoded; a Unix socket's folder is written as the host (`%2Frun%2Fpostgresql`), an IPv6
    /// address in brackets. Known query items: `sslmode`, `sslrootcert`, `application_name`, `search_path` and
    /// `connect_timeout` (seconds). What the URL leaves out has its default.
    /// - Throws: ``PostgresError`` with the code `.configuration`; it names the part at fault and never quotes it.
    public init(url: String) throws(PostgresError) {
        self.init()
        guard let scheme = url.cut(at: "://"), scheme.head == "postgres" || scheme.head == "postgresql" else {
            throw .url("scheme", "must be postgres:// or postgresql://")
        }
        let (beforeQuery, query) = scheme.tail.cut(at: "?") ?? (scheme.tail, "")
        let (authority, path) = beforeQuery.cut(at: "/") ?? (beforeQuery, "")
        if let userInfo = authority.cutAtLast("@") {
            try readUser(userInfo.head)
            try readHost(userInfo.tail)
        } else {
            try readHost(authority)
        }
        if !path.isEmpty {
            database = try path.percentDecoded(part: "database")
        }
        for item in query.split(separator: "&") {
            try readItem(item)
        }
    }

    private mutating func readUser(_ text: Substring) throws(PostgresError) {
        let (name, secret) = text.cut(at: ":") ?? (text, nil)
        guard !name.isEmpty else { throw .url("user", "must not be empty before the “@”") }
        user = try name.percentDecoded(part: "user")
        if let secret {
            password = try secret.percentDecoded(part: "password")
        }
    }

    private mutating func readHost(_ text: Substring) throws(PostgresError) {
        var host = text
        var port: Substring?
        if text.first == "[" {
            guard let address = text.dropFirst().cut(at: "]"), address.tail.isEmpty || address.tail.first == ":" else {
                throw .url("host", "has a “[” without its “]”")
            }
            host = address.head
            port = address.tail.isEmpty ? nil : address.tail.dropFirst()
        } else if let parts = text.cut(at: ":") {
            host = parts.head
            port = parts.tail
        }
        if !host.isEmpty {
            self.host = try host.percentDecoded(part: "host")
        }
        if let port {
            guard let number = Int(port), (1...65_535).contains(number) else {
                throw .url("port", "must be a number from 1 to 65535")
            }
            self.port = number
        }
    }

    private mutating func readItem(_ item: Substring) throws(PostgresError) {
        guard let (key, raw) = item.cut(at: "=") else { throw .url("query", "has an item without “=”") }
        let value = try raw.percentDecoded(part: "query item “\(key)”")
        switch key {
        case "sslmode": sslmode = value
        case "sslrootcert": sslrootcert = value
        case "application_name": applicationName = value
        case "search_path": searchPath = value
        case "connect_timeout":
            guard let seconds = Int(value), seconds >= 0 else {
                throw .url("query item “connect_timeout”", "must be a whole number of seconds")
            }
            connectTimeout = .seconds(seconds)
        default: throw .url("query item “\(key)”", "is not known")
        }
    }
}

extension PostgresError {
    fileprivate static func url(_ part: String, _ problem: String) -> PostgresError {
        PostgresError(.configuration, "the database URL's \(part) \(problem)")
    }
}

extension StringProtocol where SubSequence == Substring {
    fileprivate func cut(at separator: String) -> (head: Substring, tail: Substring)? {
        guard let range = firstRange(of: separator) else { return nil }
        return (self[..<range.lowerBound], self[range.upperBound...])
    }

    /// A password that was not encoded may hold an “@” of its own.
    fileprivate func cutAtLast(_ separator: Character) -> (head: Substring, tail: Substring)? {
        guard let index = lastIndex(of: separator) else { return nil }
        return (self[..<index], self[self.index(after: index)...])
    }

    fileprivate func percentDecoded(part: String) throws(PostgresError) -> String {
        let decoded = PercentDecoded(utf8)
        guard decoded.isWhole else { throw .url(part, "has a “%” that two hexadecimal digits do not follow") }
        guard let text = decoded.text else { throw .url(part, "is not UTF-8") }
        return text
    }
}
