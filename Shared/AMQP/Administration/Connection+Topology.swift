import CRabbitMQ

// Requests whose answer `checkReply` must look at right after: what they return means nothing when that throws.
extension Connection {
    func declareExchange(_ name: String, type: String, durable: Bool, passive: Bool) {
        pool.recycle()
        _ = unsafe amqp_exchange_declare(
            handle.raw, Self.channel, pool.bytes(name), pool.bytes(type), passive ? 1 : 0, durable ? 1 : 0, 0, 0,
            amqp_table_t())
    }

    func declareQueue(
        _ name: String, arguments: [String: HeaderValue], passive: Bool
    ) -> (messageCount: Int, consumerCount: Int) {
        pool.recycle()
        guard
            let answer = unsafe amqp_queue_declare(
                handle.raw, Self.channel, pool.bytes(name), passive ? 1 : 0, 1, 0, 0, pool.table(arguments))
        else { return (0, 0) }
        return (Int(unsafe answer.pointee.message_count), Int(unsafe answer.pointee.consumer_count))
    }

    func bind(queue: String, exchange: String, routingKey: String) {
        pool.recycle()
        _ = unsafe amqp_queue_bind(
            handle.raw, Self.channel, pool.bytes(queue), pool.bytes(exchange), pool.bytes(routingKey), amqp_table_t())
    }

    func purge(_ queue: String) -> Int {
        pool.recycle()
        let answer = unsafe amqp_queue_purge(handle.raw, Self.channel, pool.bytes(queue))
        return Int(unsafe answer?.pointee.message_count ?? 0)
    }

    func delete(queue: String) {
        pool.recycle()
        _ = unsafe amqp_queue_delete(handle.raw, Self.channel, pool.bytes(queue), 0, 0)
    }

    func delete(exchange: String) {
        pool.recycle()
        _ = unsafe amqp_exchange_delete(handle.raw, Self.channel, pool.bytes(exchange), 0)
    }
}
