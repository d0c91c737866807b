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
        let externalID = try Self.externalID(of: json)
        _ = try Self.shortText("source", of: json)
        let type = try Self.typeFromOutside(json)
        try Self.checkContentType(of: json)
        let data = try Self.dataFromOutside(json)
        let traceparent = try Self.traceparent(of: json)
        self.init(
            id: .v5("outside/\(sender)/\(externalID)"), source: "/storefront/\(sender)", type: type,
            subject: try Self.subjectFromOutside(json), time: try Self.time(of: json), channel: sender,
            trace: traceparent.flatMap { TraceContext(traceparent: $0) }, externalID: externalID,
            data: Array(data.rawBytes))
    }

    /// Everything that keeps ``init(fromOutside:sender:)`` from reading an envelope, for an answer that names all of it.
    public static func errors(fromOutside json: JSONNode) -> [JSONError] {
        guard json.kind == .object else { return [json.wrongType(expected: "an envelope, a JSON object")] }
        var errors: [JSONError] = []
        do throws(JSONError) { try checkSpecVersion(of: json) } catch { errors.append(error) }
        do throws(JSONError) { _ = try externalID(of: json) } catch { errors.append(error) }
        do throws(JSONError) { _ = try shortText("source", of: json) } catch { errors.append(error) }
        do throws(JSONError) { _ = try typeFromOutside(json) } catch { errors.append(error) }
        do throws(JSONError) { try checkContentType(of: json) } catch { errors.append(error) }
        do throws(JSONError) { _ = try dataFromOutside(json) } catch { errors.append(error) }
        do throws(JSONError) { _ = try traceparent(of: json) } catch { errors.append(error) }
        do throws(JSONError) { _ = try subjectFromOutside(json) } catch { errors.append(error) }
        do throws(JSONError) { _ = try time(of: json) } catch { errors.append(error) }
        return errors
    }

    /// The sender's own id of a message.
    public static func externalID(of json: JSONNode) throws(JSONError) -> String {
        try shortText("id", of: json)
    }

    private static func typeFromOutside(_ json: JSONNode) throws(JSONError) -> MessageType {
        let type: MessageType = try json.decode("type")
        guard MessageCatalogue.fromOutside.contains(type) else {
            let known = MessageCatalogue.fromOutside.map(\.rawValue).sorted().joined(separator: ", ")
            throw (json["type"] ?? json).error(.invalidValue, "not a type that storefronts send; they send \(known)")
        }
        return type
    }

    private static func checkContentType(of json: JSONNode) throws(JSONError) {
        if let contentType = json["datacontenttype"], !contentType.isNull, try !isJSON(String(from: contentType)) {
            throw contentType.error(.invalidValue, "data must be JSON")
        }
        if let binary = json["data_base64"], !binary.isNull {
            throw binary.error(.invalidValue, "data must be JSON, in the member data")
        }
    }

    private static func dataFromOutside(_ json: JSONNode) throws(JSONError) -> JSONNode {
        guard let data = json["data"], !data.isNull else {
            throw JSONError(code: .missing, path: "\(json.path).data", message: "the member is required")
        }
        return data
    }

    private static func traceparent(of json: JSONNode) throws(JSONError) -> String? {
        try json.decodeIfPresent("traceparent", as: String.self)
    }

    private static func time(of json: JSONNode) throws(JSONError) -> Timestamp {
        try json.decode("time")
    }

    private static func subjectFromOutside(_ json: JSONNode) throws(JSONError) -> String? {
        json["subject"].map(\.isNull) == false ? try shortText("subject", of: json) : nil
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
