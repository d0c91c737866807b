import Foundation

/// Where a page begins, and of which list: opaque to whoever is given it.
struct ShopifyCursor {
    let start: Int
    let query: String

    init(start: Int, query: String) {
        self.start = start
        self.query = query
    }

    init?(_ text: String) {
        let padded = text + String(repeating: "=", count: (4 - text.count % 4) % 4)
        guard let decoded = Base64.decoded(padded), let space = decoded.firstIndex(of: " "),
            let start = Int(decoded[..<space])
        else { return nil }
        self.init(start: start, query: String(decoded[decoded.index(after: space)...]))
    }

    /// Without what an address would have to escape.
    var text: String {
        let plain = query.replacingOccurrences(of: "+", with: "%2B")
        return Data("\(start) \(plain)".utf8).base64EncodedString().filter { $0 != "=" }
    }
}
