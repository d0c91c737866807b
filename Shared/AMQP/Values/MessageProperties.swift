/// The basic properties of a message, as far as Waybill uses them. Every message is sent persistent.
///
/// Text other than in `headers` is limited to 255 bytes of UTF-8 by the protocol.
public struct MessageProperties: Sendable, Hashable {
    public var contentType: String?
    public var messageID: String?
    public var type: String?
    public var correlationID: String?
    /// Seconds since 1970.
    public var timestamp: Int64?
    /// Must be the connection's own user when set: the broker closes the channel otherwise.
    public var userID: String?
    public var appID: String?
    public var replyTo: String?
    public var headers: [String: HeaderValue]

    public init(
        contentType: String? = nil, messageID: String? = nil, type: String? = nil, correlationID: String? = nil,
        timestamp: Int64? = nil, userID: String? = nil, appID: String? = nil, replyTo: String? = nil,
        headers: [String: HeaderValue] = [:]
    ) {
        self.contentType = contentType
        self.messageID = messageID
        self.type = type
        self.correlationID = correlationID
        self.timestamp = timestamp
        self.userID = userID
        self.appID = appID
        self.replyTo = replyTo
        self.headers = headers
    }
}
