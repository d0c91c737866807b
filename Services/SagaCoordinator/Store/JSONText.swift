import Contracts
import WireJSON

extension JSONEncodable {
    /// For a `json` column, which keeps the text as it is.
    var jsonText: String { String(decoding: jsonBytes, as: UTF8.self) }
}
