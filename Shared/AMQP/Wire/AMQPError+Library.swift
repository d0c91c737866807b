import CRabbitMQ

extension AMQPError {
    static let unreadableClose = AMQPError(.protocolViolation, "a close without a reason", isRetriable: true)

    /// The error that a status of the library stands for.
    static func library(
        _ status: Int32, _ doing: String, file: String = #fileID, line: Int = #line
    ) -> AMQPError {
        let why = unsafe String(cString: amqp_error_string2(status))
        let code: Code
        var isRetriable = true
        switch amqp_status_enum(status) {
        case AMQP_STATUS_TIMEOUT, AMQP_STATUS_HEARTBEAT_TIMEOUT:
            code = .timeout
        case AMQP_STATUS_NO_MEMORY:
            code = .resources
        case AMQP_STATUS_SSL_HOSTNAME_VERIFY_FAILED, AMQP_STATUS_SSL_PEER_VERIFY_FAILED:
            code = .tls
            isRetriable = false
        case AMQP_STATUS_SSL_ERROR, AMQP_STATUS_SSL_CONNECTION_FAILED:
            code = .tls
        case AMQP_STATUS_BAD_AMQP_DATA, AMQP_STATUS_UNKNOWN_CLASS, AMQP_STATUS_UNKNOWN_METHOD,
            AMQP_STATUS_INCOMPATIBLE_AMQP_VERSION, AMQP_STATUS_UNEXPECTED_STATE, AMQP_STATUS_WRONG_METHOD:
            code = .protocolViolation
        case AMQP_STATUS_TABLE_TOO_BIG, AMQP_STATUS_INVALID_PARAMETER:
            code = .invalidMessage
            isRetriable = false
        default:
            code = .connection
        }
        return AMQPError(code, "\(doing): \(why)", isRetriable: isRetriable, file: file, line: line)
    }

    /// The broker's reason, when the method is a channel.close or a connection.close.
    static func closing(_ method: amqp_method_t, file: String = #fileID, line: Int = #line) -> AMQPError? {
        guard let decoded = unsafe method.decoded else { return nil }
        switch unsafe method.id {
        case AMQP_CHANNEL_CLOSE_METHOD:
            let it = unsafe decoded.assumingMemoryBound(to: amqp_channel_close_t.self).pointee
            var error = unsafe AMQPError.broker(it.reply_code, String(it.reply_text), file: file, line: line)
            error.blamedMethod = unsafe UInt32(it.class_id) << 16 | UInt32(it.method_id)
            return error
        case AMQP_CONNECTION_CLOSE_METHOD:
            let it = unsafe decoded.assumingMemoryBound(to: amqp_connection_close_t.self).pointee
            return unsafe AMQPError.broker(it.reply_code, String(it.reply_text), file: file, line: line)
        default:
            return nil
        }
    }

    private static func broker(_ replyCode: UInt16, _ text: String, file: String, line: Int) -> AMQPError {
        let code: Code
        var isRetriable = false
        switch Int32(replyCode) {
        case AMQP_ACCESS_REFUSED: code = .accessRefused
        case AMQP_NOT_FOUND: code = .notFound
        case AMQP_PRECONDITION_FAILED, AMQP_CONTENT_TOO_LARGE: code = .preconditionFailed
        case AMQP_NOT_ALLOWED, AMQP_INVALID_PATH: code = .vhost
        case AMQP_FRAME_ERROR, AMQP_SYNTAX_ERROR, AMQP_COMMAND_INVALID, AMQP_UNEXPECTED_FRAME:
            code = .protocolViolation
        default:
            // Among them CONNECTION_FORCED (shutdown, closed by an operator), INTERNAL_ERROR and RESOURCE_ERROR.
            code = .closedByBroker
            isRetriable = true
        }
        return AMQPError(
            code, replyCode: Int(replyCode), text, isRetriable: isRetriable, file: file, line: line)
    }
}
