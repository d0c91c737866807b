import CRabbitMQ
import Glibc

/// One connection with one channel, usable from the thread that opened it and from no other.
///
/// One channel, because librabbitmq 0.11 loses frames of other channels when it waits for one of them; and nothing
/// here uses its `amqp_consume_message` or `amqp_read_message`, which block without limit on a body that is late.
final class Connection {
    static let channel: amqp_channel_t = 1
    /// What RabbitMQ offers by default. A longer body is sent in several frames.
    static let frameMax: Int32 = 131_072
    /// A socket is writable with a third of its buffer free, and a young one's has room for a third of a pack.
    static let sendBuffer: Int32 = 256 << 10

    let handle: ConnectionHandle
    let pool = EncodingPool()
    let configuration: AMQPConfiguration
    private(set) var isChannelOpen = false

    /// Connects, logs in and opens the channel. Blocks for at most twice the connect timeout and one RPC timeout,
    /// apart from name resolution.
    ///
    /// - Throws: `.connection`, `.timeout` and some of `.tls` are retriable; `.authentication` and `.vhost` are not.
    init(_ configuration: AMQPConfiguration) throws(AMQPError) {
        self.configuration = configuration
        handle = try ConnectionHandle()
        try openSocket()
        try logIn()
        try openChannel()
    }

    var socket: Int32 { unsafe amqp_get_sockfd(handle.raw) }

    /// Seconds, as negotiated.
    var heartbeat: Int { Int(unsafe amqp_get_heartbeat(handle.raw)) }

    /// The next frame, or `nil` when none came within `timeout`.
    ///
    /// The only place where heartbeats are sent and missed ones noticed: call it at least every half heartbeat. Read
    /// until `nil` before polling the socket, for frames may wait in the library's and in OpenSSL's buffers.
    func nextFrame(timeout: Duration = .zero) throws(AMQPError) -> Frame? {
        var frame = unsafe amqp_frame_t()
        var wait = timeval(timeout)
        let status = unsafe amqp_simple_wait_frame_noblock(handle.raw, &frame, &wait)
        if status == AMQP_STATUS_TIMEOUT.rawValue { return nil }
        try check(status, "reading from the broker")
        let copy = unsafe Frame(frame)
        // Safe now that everything is copied; it does nothing while a frame is half read.
        unsafe amqp_maybe_release_buffers(handle.raw)
        if case .channelClosed = copy { confirmChannelClosed() }
        if case .connectionClosed = copy { confirmConnectionClosed() }
        return copy
    }

    // MARK: - Fire and forget

    /// Writes one message. Blocks while the socket is full: ask `isWritable` first. Read everything that has arrived
    /// right before, for a publish that finds the heartbeat overdue waits for a frame without limit.
    func publish(_ message: Outbound) throws(AMQPError) {
        pool.recycle()
        var properties = unsafe pool.properties(message.properties)
        let status = unsafe message.body.withUnsafeBytes { body in
            unsafe amqp_basic_publish(
                handle.raw, Self.channel, pool.bytes(message.exchange), pool.bytes(message.routingKey),
                message.mandatory ? 1 : 0, 0, &properties,
                amqp_bytes_t(len: body.count, bytes: UnsafeMutableRawPointer(mutating: body.baseAddress)))
        }
        try check(status, "publishing")
    }

    /// Whether a write of up to a pack of 64 KiB would not block.
    var isWritable: Bool {
        var descriptor = pollfd(fd: socket, events: Int16(POLLOUT), revents: 0)
        return unsafe poll(&descriptor, 1, 0) == 1 && descriptor.revents & Int16(POLLOUT) != 0
    }

    func acknowledge(upTo number: UInt64) throws(AMQPError) {
        try check(unsafe amqp_basic_ack(handle.raw, Self.channel, number, 1), "acknowledging")
    }

    /// The broker answers with `.consumeOK`, possibly after the first deliveries.
    func startConsuming(_ queue: String, tag: String) throws(AMQPError) {
        pool.recycle()
        var method = unsafe amqp_basic_consume_t()
        unsafe method.queue = unsafe pool.bytes(queue)
        unsafe method.consumer_tag = unsafe pool.bytes(tag)
        try check(
            unsafe amqp_send_method(handle.raw, Self.channel, AMQP_BASIC_CONSUME_METHOD, &method),
            "consuming from \(queue)")
    }

    /// The broker answers with `.cancelOK`, after the deliveries that were already under way.
    func stopConsuming(tag: String) throws(AMQPError) {
        pool.recycle()
        var method = unsafe amqp_basic_cancel_t()
        unsafe method.consumer_tag = unsafe pool.bytes(tag)
        try check(
            unsafe amqp_send_method(handle.raw, Self.channel, AMQP_BASIC_CANCEL_METHOD, &method),
            "cancelling a consumer")
    }

    /// The broker answers with `.content(.getOK)` or `.getEmpty`. The message is removed from the queue at once.
    func requestOne(from queue: String) throws(AMQPError) {
        pool.recycle()
        var method = unsafe amqp_basic_get_t()
        unsafe method.queue = unsafe pool.bytes(queue)
        unsafe method.no_ack = 1
        try check(
            unsafe amqp_send_method(handle.raw, Self.channel, AMQP_BASIC_GET_METHOD, &method), "getting from \(queue)")
    }

    // MARK: - Request and answer

    func openChannel() throws(AMQPError) {
        _ = unsafe amqp_channel_open(handle.raw, Self.channel)
        try checkReply("opening a channel")
        isChannelOpen = true
    }

    func selectConfirms() throws(AMQPError) {
        _ = unsafe amqp_confirm_select(handle.raw, Self.channel)
        try checkReply("selecting confirms")
    }

    /// Per consumer, not per channel: quorum queues refuse the latter.
    func setPrefetch(_ count: Int) throws(AMQPError) {
        _ = unsafe amqp_basic_qos(handle.raw, Self.channel, 0, UInt16(clamping: count), 0)
        try checkReply("setting the prefetch")
    }

    /// Half a heartbeat, and at most a second: how long its owner may go without reading.
    var readInterval: Duration { heartbeat > 0 ? min(.milliseconds(heartbeat * 500), .seconds(1)) : .seconds(1) }

    /// Waits for what was sent to be processed, then says goodbye. Ends quietly where the broker does not answer.
    func close() {
        // A blocked or dying broker does not answer, and the caller is on its way out.
        var patience = timeval(min(configuration.rpcTimeout, .seconds(2)))
        _ = unsafe amqp_set_rpc_timeout(handle.raw, &patience)
        // The channel first: its close-ok says that the acks before it were processed.
        if isChannelOpen {
            let reply = unsafe amqp_channel_close(handle.raw, Self.channel, AMQP_REPLY_SUCCESS)
            guard unsafe reply.reply_type == AMQP_RESPONSE_NORMAL else { return }
            isChannelOpen = false
        }
        _ = unsafe amqp_connection_close(handle.raw, AMQP_REPLY_SUCCESS)
    }

    // MARK: - Checks

    func check(
        _ status: Int32, _ doing: @autoclosure () -> String, file: String = #fileID, line: Int = #line
    ) throws(AMQPError) {
        guard status != AMQP_STATUS_OK.rawValue else { return }
        throw .library(status, doing(), file: file, line: line)
    }

    /// Looks at the answer to the request just made.
    func checkReply(_ doing: @autoclosure () -> String, file: String = #fileID, line: Int = #line) throws(AMQPError) {
        try unsafe check(amqp_get_rpc_reply(handle.raw), doing(), file: file, line: line)
    }

    func check(
        _ reply: amqp_rpc_reply_t, _ doing: @autoclosure () -> String, file: String = #fileID, line: Int = #line
    ) throws(AMQPError) {
        switch unsafe reply.reply_type {
        case AMQP_RESPONSE_NORMAL:
            return
        case AMQP_RESPONSE_LIBRARY_EXCEPTION:
            throw .library(unsafe reply.library_error, doing(), file: file, line: line)
        case AMQP_RESPONSE_SERVER_EXCEPTION:
            if unsafe reply.reply.id == AMQP_CHANNEL_CLOSE_METHOD { confirmChannelClosed() }
            if unsafe reply.reply.id == AMQP_CONNECTION_CLOSE_METHOD { confirmConnectionClosed() }
            var error = unsafe AMQPError.closing(reply.reply, file: file, line: line) ?? .unreadableClose
            error.message = "\(doing()): \(error.message)"
            throw error
        default:
            throw AMQPError(
                .connection, "\(doing()): the broker closed the connection without a word", isRetriable: true,
                file: file, line: line)
        }
    }

    /// The broker keeps the channel's number busy until it hears this.
    private func confirmChannelClosed() {
        isChannelOpen = false
        var ok = amqp_channel_close_ok_t()
        _ = unsafe amqp_send_method(handle.raw, Self.channel, AMQP_CHANNEL_CLOSE_OK_METHOD, &ok)
    }

    private func confirmConnectionClosed() {
        var ok = amqp_connection_close_ok_t()
        _ = unsafe amqp_send_method(handle.raw, 0, AMQP_CONNECTION_CLOSE_OK_METHOD, &ok)
    }
}
