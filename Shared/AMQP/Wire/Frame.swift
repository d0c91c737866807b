import CRabbitMQ

/// A frame from the broker, copied out of the library's memory.
enum Frame {
    case content(ContentStart)
    case header(bodySize: UInt64, MessageProperties)
    case body([UInt8])
    case getEmpty
    case ack(tag: UInt64, multiple: Bool)
    case nack(tag: UInt64, multiple: Bool)
    case consumeOK
    case cancelOK
    case cancelledByBroker(consumerTag: String)
    case channelClosed(AMQPError)
    case connectionClosed(AMQPError)
    case blocked(reason: String)
    case unblocked
    case other(method: UInt32)
}

/// The method that announces a header and a body.
enum ContentStart {
    case delivery(consumerTag: String, tag: UInt64, redelivered: Bool, exchange: String, routingKey: String)
    case returned(code: Int, text: String, exchange: String, routingKey: String)
    case getOK(tag: UInt64, redelivered: Bool, exchange: String, routingKey: String)
}

extension Frame {
    init(_ frame: amqp_frame_t) {
        switch Int32(unsafe frame.frame_type) {
        case AMQP_FRAME_HEADER:
            let header = unsafe frame.payload.properties
            let properties = unsafe header.decoded.assumingMemoryBound(to: amqp_basic_properties_t.self)
            self = unsafe .header(bodySize: header.body_size, MessageProperties(properties.pointee))
        case AMQP_FRAME_BODY:
            self = .body(unsafe [UInt8](frame.payload.body_fragment))
        default:
            self = unsafe Frame(frame.payload.method)
        }
    }

    private init(_ method: amqp_method_t) {
        switch unsafe method.id {
        case AMQP_BASIC_DELIVER_METHOD:
            let it = unsafe method.decoded.assumingMemoryBound(to: amqp_basic_deliver_t.self).pointee
            self = .content(
                .delivery(
                    consumerTag: unsafe String(it.consumer_tag), tag: unsafe it.delivery_tag,
                    redelivered: unsafe it.redelivered != 0, exchange: unsafe String(it.exchange),
                    routingKey: unsafe String(it.routing_key)))
        case AMQP_BASIC_RETURN_METHOD:
            let it = unsafe method.decoded.assumingMemoryBound(to: amqp_basic_return_t.self).pointee
            self = .content(
                .returned(
                    code: Int(unsafe it.reply_code), text: unsafe String(it.reply_text),
                    exchange: unsafe String(it.exchange), routingKey: unsafe String(it.routing_key)))
        case AMQP_BASIC_GET_OK_METHOD:
            let it = unsafe method.decoded.assumingMemoryBound(to: amqp_basic_get_ok_t.self).pointee
            self = .content(
                .getOK(
                    tag: unsafe it.delivery_tag, redelivered: unsafe it.redelivered != 0,
                    exchange: unsafe String(it.exchange), routingKey: unsafe String(it.routing_key)))
        case AMQP_BASIC_GET_EMPTY_METHOD:
            self = .getEmpty
        case AMQP_BASIC_ACK_METHOD:
            let it = unsafe method.decoded.assumingMemoryBound(to: amqp_basic_ack_t.self).pointee
            self = .ack(tag: it.delivery_tag, multiple: it.multiple != 0)
        case AMQP_BASIC_NACK_METHOD:
            let it = unsafe method.decoded.assumingMemoryBound(to: amqp_basic_nack_t.self).pointee
            self = .nack(tag: it.delivery_tag, multiple: it.multiple != 0)
        case AMQP_BASIC_CONSUME_OK_METHOD:
            self = .consumeOK
        case AMQP_BASIC_CANCEL_OK_METHOD:
            self = .cancelOK
        case AMQP_BASIC_CANCEL_METHOD:
            let it = unsafe method.decoded.assumingMemoryBound(to: amqp_basic_cancel_t.self).pointee
            self = .cancelledByBroker(consumerTag: unsafe String(it.consumer_tag))
        case AMQP_CHANNEL_CLOSE_METHOD:
            self = .channelClosed(unsafe AMQPError.closing(method) ?? .unreadableClose)
        case AMQP_CONNECTION_CLOSE_METHOD:
            self = .connectionClosed(unsafe AMQPError.closing(method) ?? .unreadableClose)
        case AMQP_CONNECTION_BLOCKED_METHOD:
            let it = unsafe method.decoded.assumingMemoryBound(to: amqp_connection_blocked_t.self).pointee
            self = .blocked(reason: unsafe String(it.reason))
        case AMQP_CONNECTION_UNBLOCKED_METHOD:
            self = .unblocked
        default:
            self = .other(method: unsafe method.id)
        }
    }
}
