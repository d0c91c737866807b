import CRabbitMQ

/// Owns librabbitmq's connection state, and with it the socket and every buffer: its end closes and frees them all.
@safe struct ConnectionHandle: ~Copyable {
    let raw: amqp_connection_state_t

    init() throws(AMQPError) {
        guard let raw = unsafe amqp_new_connection() else {
            throw AMQPError(.resources, "no memory for a connection", isRetriable: true)
        }
        unsafe self.raw = unsafe raw
    }

    deinit {
        // Never blocks: it sends nothing and closes the descriptor.
        _ = unsafe amqp_destroy_connection(raw)
    }
}
