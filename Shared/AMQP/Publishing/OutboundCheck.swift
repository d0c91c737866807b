extension Outbound {
    /// Why this message cannot be expressed in AMQP 0-9-1, if so. librabbitmq would fail half-way through its frames,
    /// and a message that breaks every connection is never got rid of.
    var defect: String? {
        func tooLong(_ name: String, _ text: String?) -> String? {
            guard let text, text.utf8.count > 255 else { return nil }
            return "\(name) is longer than 255 bytes"
        }
        if let defect = tooLong("exchange", exchange) ?? tooLong("routing key", routingKey)
            ?? tooLong("content type", properties.contentType) ?? tooLong("message id", properties.messageID)
            ?? tooLong("type", properties.type) ?? tooLong("correlation id", properties.correlationID)
            ?? tooLong("user id", properties.userID) ?? tooLong("app id", properties.appID)
            ?? tooLong("reply-to", properties.replyTo)
        {
            return defect
        }
        // All properties travel in one frame.
        guard let size = HeaderValue.table(properties.headers).encodedSize else {
            return "a header's key is longer than 128 bytes"
        }
        return size > Int(Connection.frameMax) - 4096 ? "the headers are larger than a frame" : nil
    }
}

extension HeaderValue {
    /// Upper bound of the bytes on the wire; `nil` when a key is too long.
    fileprivate var encodedSize: Int? {
        switch self {
        case .string(let text): return 5 + text.utf8.count
        case .bytes(let raw): return 5 + raw.count
        case .int64, .double: return 9
        case .bool: return 2
        case .array(let values):
            var size = 5
            for value in values {
                guard let part = value.encodedSize else { return nil }
                size += part
            }
            return size
        case .table(let values):
            var size = 5
            for (key, value) in values {
                guard key.utf8.count <= 128, let part = value.encodedSize else { return nil }
                size += 1 + key.utf8.count + part
            }
            return size
        }
    }
}
