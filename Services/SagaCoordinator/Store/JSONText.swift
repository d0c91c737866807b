import Contracts
import WireJSON

extension JSONEncodable {
    /// For a `json` column, which keeps the text as it is.
    var jsonText: String { String(decoding: jsonBytes, as: UTF8.self) }
}

extension JSONDecodable {
    /// From a `json` column read as text.
    /// - Throws: `JSONError`, which only another version's row can cause.
    static func parse(text: String) throws(JSONError) -> Self {
        let document = try JSONDocument(parsing: Array(text.utf8), limits: .message)
        return try Self(from: document.root)
    }
}
