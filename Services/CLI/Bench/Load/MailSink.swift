import Glibc

/// A mail server that only listens: one thread a connection, each e-mail taken as soon as it has ended.
struct MailSink {
    let port: UInt16

    /// Never returns, unless the port cannot be listened on.
    func serve() throws {
        signal(SIGPIPE, SIG_IGN)
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var yes: Int32 = 1
        setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let isBound = withUnsafePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isBound, listen(listener, 64) == 0 else {
            throw OperatorError("127.0.0.1:\(port) cannot be listened on: \(String(cString: strerror(errno)))")
        }
        while true {
            let client = accept(listener, nil, nil)
            guard client >= 0 else { continue }
            setsockopt(client, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
            var thread = pthread_t()
            let created = pthread_create(
                &thread, nil,
                { argument in
                    var session = MailSinkSession(socket: Int32(Int(bitPattern: argument)))
                    session.run()
                    return nil
                }, UnsafeMutableRawPointer(bitPattern: Int(client)))
            if created == 0 { pthread_detach(thread) } else { close(client) }
        }
    }
}
