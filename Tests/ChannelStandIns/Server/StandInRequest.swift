import PercentCoding
import WireJSON

/// A call as a channel's server sees it.
package struct StandInRequest: Sendable {
    package let method: String
    /// The parts of the path, decoded, without empty ones.
    package private(set) var path: [String]
    /// Decoded, in the order in which they were given.
    package let query: [(name: String, value: String)]
    package let body: [UInt8]
    private let fields: [String: String]

    /// - Parameters:
    ///   - target: path and query, as on the wire.
    ///   - headers: by their names in any case.
    package init(method: String, target: String, headers: [String: String] = [:], body: [UInt8] = []) {
        self.method = method
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = parts[0].split(separator: "/").map { Self.decoded($0, plusIsBlank: false) }
        query = Self.pairs(parts.count > 1 ? parts[1] : "")
        self.body = body
        fields = Dictionary(headers.map { ($0.key.lowercased(), $0.value) }) { first, _ in first }
    }

    /// The same, with what a gateway takes off the front of its path.
    package func behind(_ first: String) -> StandInRequest {
        var request = self
        if path.first == first { request.path.removeFirst() }
        return request
    }

    package func header(_ name: String) -> String? { fields[name.lowercased()] }

    /// The first value of a query's member.
    package subscript(_ name: String) -> String? { query.first { $0.name == name }?.value }

    package func number(_ name: String) -> Int? { self[name].flatMap { Int($0) } }

    /// The body as JSON; nil when it is none.
    package var json: JSONNode? { (try? JSONDocument(parsing: body))?.root }

    /// The body as a form.
    package var form: [String: String] {
        Dictionary(Self.pairs(Substring(String(decoding: body, as: UTF8.self)))) { first, _ in first }
    }

    /// The parts of the path where the pattern has `*`; nil when it does not fit.
    /// - Parameter pattern: such as `orders/*/refunds`.
    package func matches(_ method: String, _ pattern: String) -> [String]? {
        guard method == self.method else { return nil }
        let wanted = pattern.split(separator: "/")
        guard wanted.count == path.count else { return nil }
        var found: [String] = []
        for (want, part) in zip(wanted, path) {
            if want == "*" { found.append(part) } else if want.lowercased() != part.lowercased() { return nil }
        }
        return found
    }

    /// User and password of Basic authentication.
    package var basic: (user: String, password: String)? {
        guard let value = header("Authorization"), value.hasPrefix("Basic "),
            let text = Base64.decoded(String(value.dropFirst(6)))
        else { return nil }
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        return parts.count == 2 ? (String(parts[0]), String(parts[1])) : nil
    }

    private static func pairs(_ text: Substring) -> [(name: String, value: String)] {
        text.split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (
                decoded(parts[0], plusIsBlank: true), parts.count > 1 ? decoded(parts[1], plusIsBlank: true) : ""
            )
        }
    }

    private static func decoded(_ text: Substring, plusIsBlank: Bool) -> String {
        let spaced = text.utf8.map { plusIsBlank && $0 == UInt8(ascii: "+") ? UInt8(ascii: " ") : $0 }
        return String(decoding: PercentDecoded(spaced).bytes, as: UTF8.self)
    }
}
