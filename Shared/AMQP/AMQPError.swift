/// What went wrong between us and the broker.
public struct AMQPError: Error, Sendable {
    /// An open set: compare with the constants below, and expect others.
    public struct Code: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
        public var rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
        public var description: String { rawValue }

        /// The host could not be reached, or the connection broke.
        public static let connection = Code(rawValue: "connection")
        /// The broker did not answer in time, or missed two heartbeats.
        public static let timeout = Code(rawValue: "timeout")
        /// The certificate, its host name or the TLS handshake is at fault.
        public static let tls = Code(rawValue: "tls")
        /// User or password is wrong.
        public static let authentication = Code(rawValue: "authentication")
        /// The virtual host does not exist, or this user may not use it.
        public static let vhost = Code(rawValue: "vhost")
        /// The user lacks a permission.
        public static let accessRefused = Code(rawValue: "access_refused")
        /// A queue or exchange does not exist.
        public static let notFound = Code(rawValue: "not_found")
        /// The broker's state contradicts the request: other arguments, a message too large, an unknown delivery tag.
        public static let preconditionFailed = Code(rawValue: "precondition_failed")
        /// The broker closed the channel or connection for a reason that has no code of its own here.
        public static let closedByBroker = Code(rawValue: "closed_by_broker")
        /// The broker cancelled the consumer: its queue was deleted or lost its leader.
        public static let cancelledByBroker = Code(rawValue: "cancelled_by_broker")
        /// A mandatory message reached no queue.
        public static let unroutable = Code(rawValue: "unroutable")
        /// The broker took no responsibility for a message (basic.nack).
        public static let refusedByBroker = Code(rawValue: "refused_by_broker")
        /// The broker is low on memory or disk and takes no messages (connection.blocked).
        public static let blocked = Code(rawValue: "blocked")
        /// A message cannot be expressed in AMQP, for example a message id longer than 255 bytes.
        public static let invalidMessage = Code(rawValue: "invalid_message")
        /// A setting is wrong.
        public static let invalidConfiguration = Code(rawValue: "invalid_configuration")
        /// The other side does not speak AMQP 0-9-1 as it should.
        public static let protocolViolation = Code(rawValue: "protocol_violation")
        /// Memory, threads or descriptors ran out.
        public static let resources = Code(rawValue: "resources")
        /// We closed the connection, or it was never opened.
        public static let closed = Code(rawValue: "closed")
    }

    public var code: Code
    /// The broker's reply code (404, 406, ...) where it gave one.
    public var replyCode: Int?
    public var message: String
    /// Whether the same call may succeed later without anybody changing a setting.
    public var isRetriable: Bool
    public var file: String
    public var line: Int
    /// Class and method that a channel.close blames, as `class << 16 | method`.
    package var blamedMethod: UInt32?

    public init(
        _ code: Code, replyCode: Int? = nil, _ message: String, isRetriable: Bool = false, file: String = #fileID,
        line: Int = #line
    ) {
        self.code = code
        self.replyCode = replyCode
        self.message = message
        self.isRetriable = isRetriable
        self.file = file
        self.line = line
    }
}

extension AMQPError: CustomStringConvertible {
    public var description: String {
        "AMQP \(code)\(replyCode.map { " \($0)" } ?? ""): \(message) (\(file):\(line))"
    }
}
