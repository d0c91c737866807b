import PercentCoding

extension AMQPConfiguration {
    /// Reads `amqp://user:password@host:port/vhost` or `amqps://...`, with `?heartbeat=15&cacertfile=PATH&name=NAME`.
    ///
    /// As in RabbitMQ's URI specification: no path means vhost `/`, an empty path (`amqp://host/`) is taken as `/` too
    /// because an empty vhost name is never meant, and `%2F` is `/`. User and password default to `guest`.
    ///
    /// - Throws: `.invalidConfiguration`, naming the part of the URL that is wrong and never showing the password.
    public init(url: String) throws(AMQPError) {
        func invalid(_ part: String, _ why: String) -> AMQPError {
            AMQPError(.invalidConfiguration, "AMQP URL: \(part) \(why)")
        }
        func decoded(_ text: Substring, _ part: String) throws(AMQPError) -> String {
            guard let plain = PercentDecoded(text.utf8).text else { throw invalid(part, "has a broken %-escape") }
            return plain
        }

        guard let (scheme, afterScheme) = split(url[...], at: "://") else {
            throw invalid("scheme", "is missing; it begins with amqp:// or amqps://")
        }
        let secure: Bool
        switch scheme.lowercased() {
        case "amqp": secure = false
        case "amqps": secure = true
        default: throw invalid("scheme", "is \"\(scheme)\"; it must be amqp or amqps")
        }
        guard !afterScheme.contains("#") else { throw invalid("fragment", "is not allowed; write # as %23") }

        let (beforeQuery, query) = split(afterScheme, at: "?") ?? (afterScheme, "")
        let (authority, path) = split(beforeQuery, at: "/") ?? (beforeQuery, "")
        self.init(tls: secure ? TLS() : nil)

        var address = authority
        if let at = authority.lastIndex(of: "@") {
            let credentials = authority[..<at]
            address = authority[authority.index(after: at)...]
            let (user, password) = split(credentials, at: ":") ?? (credentials, "")
            self.user = try decoded(user, "user")
            self.password = try decoded(password, "password")
            guard !self.user.isEmpty else { throw invalid("user", "is empty") }
        }

        var portText: Substring?
        if address.first == "[" {
            guard let end = address.firstIndex(of: "]") else { throw invalid("host", "has no closing ]") }
            host = String(address[address.index(after: address.startIndex)..<end])
            let rest = address[address.index(after: end)...]
            guard rest.isEmpty || rest.first == ":" else { throw invalid("host", "has text after the closing ]") }
            portText = rest.isEmpty ? nil : rest.dropFirst()
        } else if let (name, port) = split(address, at: ":") {
            host = try decoded(name, "host")
            portText = port
        } else {
            host = try decoded(address, "host")
        }
        guard !host.isEmpty else { throw invalid("host", "is empty") }
        if let portText {
            guard let number = Int(portText), (1...65535).contains(number) else {
                throw invalid("port", "is \"\(portText)\"; it must be a number from 1 to 65535")
            }
            port = number
        }

        guard !path.contains("/") else { throw invalid("vhost", "contains a bare /; write it as %2F") }
        vhost = path.isEmpty ? "/" : try decoded(path, "vhost")

        for item in query.split(separator: "&") {
            let (key, raw) = split(item, at: "=") ?? (item, "")
            let value = try decoded(raw, "parameter \(key)")
            switch key {
            case "heartbeat":
                guard let seconds = Int(value), (1...3600).contains(seconds) else {
                    throw invalid("parameter heartbeat", "is \"\(value)\"; it must be seconds from 1 to 3600")
                }
                heartbeat = seconds
            case "name":
                connectionName = value
            case "cacertfile":
                guard secure else { throw invalid("parameter cacertfile", "needs the scheme amqps") }
                tls = TLS(caCertificate: value)
            default:
                throw invalid("parameter \(key)", "is not known; known are heartbeat, name and cacertfile")
            }
        }
    }
}

/// The text before and after the first `separator`.
private func split(_ text: Substring, at separator: String) -> (Substring, Substring)? {
    var index = text.startIndex
    while index < text.endIndex {
        if text[index...].hasPrefix(separator) {
            return (text[..<index], text[index...].dropFirst(separator.count))
        }
        index = text.index(after: index)
    }
    return nil
}
