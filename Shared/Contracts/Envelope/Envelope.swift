public import FoundationEssentials
public import WireJSON

/// A message: a CloudEvents 1.0 event in structured JSON mode, `application/cloudevents+json`.
public struct Envelope: Sendable {
    public static let contentType = "application/cloudevents+json"
    public static let batchContentType = "application/cloudevents-batch+json"

    public var id: UUID
    /// Who speaks: `/waybill/inventory`, or `/storefront/<channel>/<shop>`.
    public var source: String
    public var type: MessageType
    /// The aggregate that it is about, such as `order/0190…` or `sku/TEA-100`.
    public var subject: String?
    /// When it was said; informative only, since deadlines are read on the owning database's clock.
    public var time: Timestamp
    public var orderID: UUID?
    /// The message whose handling made this one.
    public var causationID: UUID?
    /// The saga's step that it belongs to, of the attempt `epoch`.
    public var step: String?
    public var epoch: Int
    /// The version of the aggregate that spoke. Whoever projects keeps the highest and ignores what is older.
    public var sequence: Int64?
    /// `<channel>/<shop>`, where the order comes from.
    public var channel: String?
    public var trace: TraceContext?
    /// The id that a storefront gave its message; ours is made from it. It does not travel.
    public var externalID: String?
    /// The payload as valid JSON.
    public var data: [UInt8]

    public init(
        id: UUID, source: String, type: MessageType, subject: String? = nil, time: Timestamp, orderID: UUID? = nil,
        causationID: UUID? = nil, step: String? = nil, epoch: Int = 0, sequence: Int64? = nil, channel: String? = nil,
        trace: TraceContext? = nil, externalID: String? = nil, data: [UInt8]
    ) {
        self.id = id
        self.source = source
        self.type = type
        self.subject = subject
        self.time = time
        self.orderID = orderID
        self.causationID = causationID
        self.step = step
        self.epoch = epoch
        self.sequence = sequence
        self.channel = channel
        self.trace = trace
        self.externalID = externalID
        self.data = data
    }

    /// Where the JSON Schema of a type is named: `https://waybill.dev/schemas/<type>.json`.
    public static func schemaURI(of type: MessageType) -> String {
        "https://waybill.dev/schemas/\(type.rawValue).json"
    }
}

extension Envelope: JSONCodable {
    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("specversion", "1.0")
            json.write("id", id)
            json.write("source", source)
            json.write("type", type)
            json.write("subject", subject)
            json.write("time", time)
            json.write("datacontenttype", "application/json")
            json.write("dataschema", Self.schemaURI(of: type))
            json.write("orderid", orderID)
            json.write("causationid", causationID)
            json.write("step", step)
            if epoch != 0 { json.write("epoch", epoch) }
            // CloudEvents defines sequence as a string; integers of ours are written zero-free.
            json.write("sequence", sequence.map { String($0) })
            json.write("channel", channel)
            json.write("traceparent", trace?.traceparent)
            json.writeRaw("data", data)
        }
    }

    public init(from json: JSONNode) throws(JSONError) {
        guard json.kind == .object else { throw json.wrongType(expected: "an envelope, a JSON object") }
        try Self.checkSpecVersion(of: json)
        let type: MessageType = try json.decode("type")
        guard type.isWellFormed else {
            throw (json["type"] ?? json).error(.invalidValue, "expected waybill.<service>.<name>.v<N>")
        }
        guard let data = json["data"], !data.isNull else {
            throw JSONError(code: .missing, path: "\(json.path).data", message: "the member is required")
        }
        let sequence: String? = try json.decodeIfPresent("sequence")
        let traceparent: String? = try json.decodeIfPresent("traceparent")
        self.init(
            id: try json.decode("id"), source: try json.decode("source"), type: type,
            subject: try json.decodeIfPresent("subject"), time: try json.decode("time"),
            orderID: try json.decodeIfPresent("orderid"), causationID: try json.decodeIfPresent("causationid"),
            step: try json.decodeIfPresent("step"), epoch: try json.decode("epoch", default: 0),
            sequence: sequence.flatMap { Int64($0) }, channel: try json.decodeIfPresent("channel"),
            trace: traceparent.flatMap { TraceContext(traceparent: $0) }, data: Array(data.rawBytes))
    }
}
