/// A request to somebody outside.
package struct HTTPCall: Hashable, Sendable {
    package struct Header: Hashable, Sendable {
        package let name: String
        package let value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    package var method: String
    /// Absolute.
    package var url: String
    package var headers: [Header]
    /// nil for none.
    package var body: [UInt8]?

    package init(method: String = "GET", url: String, headers: [Header] = [], body: [UInt8]? = nil) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }

    /// Text from outside can neither begin a header of its own nor another request.
    var isWellFormed: Bool {
        func isLine(_ text: String) -> Bool { text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F } }
        return isLine(url) && !url.contains(" ") && headers.allSatisfy { isLine($0.name) && isLine($0.value) }
            && method.utf8.allSatisfy { (65...90).contains($0) } && !method.isEmpty
    }

    /// The URL's host with its port: calls to one host share its places in a pool.
    var authority: Substring {
        let rest = url.firstRange(of: "://").map { url[$0.upperBound...] } ?? url[...]
        return rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    }
}
