import CRabbitMQ

extension EncodingPool {
    /// Always persistent: a confirm from a quorum queue means little for a message that a restart may drop.
    func properties(_ source: MessageProperties) -> amqp_basic_properties_t {
        var target = unsafe amqp_basic_properties_t()
        var flags = amqp_flags_t(AMQP_BASIC_DELIVERY_MODE_FLAG)
        unsafe target.delivery_mode = UInt8(AMQP_DELIVERY_PERSISTENT.rawValue)

        func set(_ flag: Int32, _ text: String?, _ field: WritableKeyPath<amqp_basic_properties_t, amqp_bytes_t>) {
            guard let text else { return }
            flags |= amqp_flags_t(flag)
            unsafe target[keyPath: field] = unsafe bytes(text)
        }
        unsafe set(AMQP_BASIC_CONTENT_TYPE_FLAG, source.contentType, \.content_type)
        unsafe set(AMQP_BASIC_MESSAGE_ID_FLAG, source.messageID, \.message_id)
        unsafe set(AMQP_BASIC_TYPE_FLAG, source.type, \.type)
        unsafe set(AMQP_BASIC_CORRELATION_ID_FLAG, source.correlationID, \.correlation_id)
        unsafe set(AMQP_BASIC_USER_ID_FLAG, source.userID, \.user_id)
        unsafe set(AMQP_BASIC_APP_ID_FLAG, source.appID, \.app_id)
        unsafe set(AMQP_BASIC_REPLY_TO_FLAG, source.replyTo, \.reply_to)
        if let timestamp = source.timestamp {
            flags |= amqp_flags_t(AMQP_BASIC_TIMESTAMP_FLAG)
            unsafe target.timestamp = UInt64(clamping: timestamp)
        }
        if !source.headers.isEmpty {
            flags |= amqp_flags_t(AMQP_BASIC_HEADERS_FLAG)
            unsafe target.headers = unsafe table(source.headers)
        }
        unsafe target._flags = flags
        return unsafe target
    }
}
