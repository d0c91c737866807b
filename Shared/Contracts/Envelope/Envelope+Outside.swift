public import WireJSON

extension Envelope {
    /// Reads what a storefront sent. Only what a storefront may say is taken over; who it is, the broker tells us, and
    /// `source`, order, cause, step, epoch and sequence are ours to set.
    ///
    /// The sender's id may be any string: ours is made of both, so that two shops may count alike, and a repeat is the
    /// same message. ``externalID`` keeps it for the answer.
    /// - Parameter sender: `<channel>/<shop>`, from the routing key that the broker has allowed.
    /// - Throws: An error with its path for whatever is not a CloudEvents 1.0 event of a type that is open to storefronts.
    public init(fromOutside json: JSONNode, sender: String) throws(JSONError) {
        guard json.kind == .object else { throw json.wrongType(expected: "an envelope, a JSON object") }
        try Self.checkSpecVersion(of: json)
        let externalID = try Self.shortText("id", of: json)
        _ = try Self.shortText("source", of: json)
        let type: MessageType = try json.decode("type")
        guard MessageCatalogue.fromOutside.contains(type) else {
            let known = MessageCatalogue.fromOutside.map(\.rawValue).sorted().joined(separator: ", ")
            throw (json["type"] ?? json).error(.invalidValue, "not a type that storefronts send; they send \(known)")
        }
        if let contentType = json["datacontenttype"], !contentType.isNull, try !Self.isJSON(String(from: contentType)) {
            throw contentType.error(.invalidValue, "data must be JSON")
        }
        if let binary = json["data_base64"], !binary.isNull {
            throw binary.error(.invalidValue, "data must be JSON, in the member data")
        }
        guard let data = json["data"], !data.isNull else {
            throw JSONError(code: .missing, path: "\(json.path).data", message: "the member is required")
        }
        let traceparent = try json.decodeIfPresent("traceparent", as: String.self)
        self.init(
            id: .v5("outside/\(sender)/\(externalID)"), source: "/storefront/\(sender)", type: type,
            subject: json["subject"].map(\.isNull) == false ? try Self.shortText("subject", of: json) : nil,
            time: try json.decode("time"), channel: sender,
            trace: traceparent.flatMap { TraceContext(traceparent: $0) }, externalID: externalID,
            data: Array(data.rawBytes))
    }

    static func checkSpecVersion(of json: JSONNode) throws(JSONError) {
        guard try json.decode("specversion", as: String.self) == "1.0" else {
            throw (json["specversion"] ?? json).error(.invalidValue, "only version 1.0 of CloudEvents is supported")
        }
    }

    /// A text that ends up in keys and logs: not empty, as CloudEvents demands, and bounded.
    private static func shortText(_ key: String, of json: JSONNode) throws(JSONError) -> String {
        let text: String = try json.decode(key)
        guard !text.isEmpty, text.utf8.count <= 255 else {
            throw (json[key] ?? json).error(.invalidValue, "expected a text of 1 to 255 bytes")
        }
        return text
    }

    private static func isJSON(_ contentType: String) -> Bool {
        let type = contentType.lowercased().split(separator: ";").first?.split(separator: " ").first ?? ""
        return type.hasSuffix("/json") || type.hasSuffix("+json")
    }
}
