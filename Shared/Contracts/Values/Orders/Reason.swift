public import WireJSON

/// Something that is wrong, with a stable code that programs can rely on.
public struct Reason: JSONCodable, Hashable, Sendable {
    /// Stable and lower case with underscores, such as `total_mismatch`.
    public var code: String
    /// The JSON path of the place, such as `$.lines[0].sku`.
    public var path: String?
    /// For people, in English.
    public var message: String

    public init(code: String, path: String? = nil, message: String) {
        self.code = code
        self.path = path
        self.message = message
    }

    public init(from json: JSONNode) throws(JSONError) {
        code = try json.decode("code")
        path = try json.decodeIfPresent("path")
        message = try json.decode("message")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("code", code)
            json.write("path", path)
            json.write("message", message)
        }
    }
}
