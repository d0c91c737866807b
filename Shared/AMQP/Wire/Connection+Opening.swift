import CRabbitMQ
import Glibc

extension Connection {
    func openSocket() throws(AMQPError) {
        var patience = timeval(configuration.connectTimeout)
        // Both before the socket opens: without them every request waits for ever.
        try check(unsafe amqp_set_handshake_timeout(handle.raw, &patience), "setting the handshake timeout")
        var rpcPatience = timeval(configuration.rpcTimeout)
        try check(unsafe amqp_set_rpc_timeout(handle.raw, &rpcPatience), "setting the RPC timeout")

        let target = "connecting to \(configuration.host):\(configuration.port)"
        let socket: OpaquePointer?
        if let tls = configuration.tls {
            unsafe socket = unsafe amqp_ssl_socket_new(handle.raw)
            if let socket = unsafe socket {
                unsafe amqp_ssl_socket_set_verify_peer(socket, 1)
                unsafe amqp_ssl_socket_set_verify_hostname(socket, 1)
                guard unsafe amqp_ssl_socket_set_cacert(socket, tls.caCertificate) == AMQP_STATUS_OK.rawValue else {
                    throw AMQPError(.tls, "\(target): cannot read the CA certificates in \(tls.caCertificate)")
                }
                try check(
                    unsafe amqp_ssl_socket_set_ssl_versions(socket, AMQP_TLSv1_2, AMQP_TLSvLATEST),
                    "requiring TLS 1.2 or later")
            }
        } else {
            unsafe socket = unsafe amqp_tcp_socket_new(handle.raw)
        }
        guard let socket = unsafe socket else {
            throw AMQPError(.resources, "\(target): no memory for a socket", isRetriable: true)
        }
        try check(
            unsafe amqp_socket_open_noblock(socket, configuration.host, Int32(configuration.port), &patience), target)

        // A dead peer is noticed by heartbeats, but only between two writes; a write that hangs, by the kernel.
        let seconds = Int32(max(configuration.heartbeat, 5))
        guard waybill_amqp_bound_silence(self.socket, seconds, seconds * 2000) == 0,
            waybill_amqp_set_send_buffer(self.socket, Self.sendBuffer) == 0
        else {
            throw AMQPError(
                .connection, "\(target): cannot set the socket's options (errno \(errno))", isRetriable: true)
        }
    }

    func logIn() throws(AMQPError) {
        pool.recycle()
        // Without these `connection.blocked` is never sent, and a refused login is a silent hang-up.
        var properties = unsafe pool.table([
            "product": "waybill",
            "connection_name": .string(configuration.connectionName),
            "capabilities": .table([
                "publisher_confirms": true, "basic.nack": true, "consumer_cancel_notify": true,
                "connection.blocked": true, "authentication_failure_close": true,
            ]),
        ])
        let reply = unsafe waybill_amqp_login_plain(
            handle.raw, configuration.vhost, 1, Self.frameMax, Int32(configuration.heartbeat), &properties,
            configuration.user, configuration.password)
        do throws(AMQPError) {
            try unsafe check(reply, "logging in at \(configuration)")
        } catch {
            var error = error
            if error.replyCode == Int(AMQP_ACCESS_REFUSED) {
                // The same reply code for a bad password and for a vhost that this user may not enter.
                error.code = error.message.contains("Login was refused") ? .authentication : .vhost
            }
            throw error
        }
    }
}

extension timeval {
    init(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        self.init(tv_sec: Int(seconds), tv_usec: Int(attoseconds / 1_000_000_000_000))
    }
}
