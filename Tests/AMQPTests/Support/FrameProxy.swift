import AMQP
import Glibc
import Synchronization

/// Stands between client and broker and does what a healthy broker will not do on demand: falls silent, hangs up, says
/// that it is blocked, refuses messages. Knows frames, so that what it adds comes between two of them.
final class FrameProxy: Sendable {
    private struct State {
        var isSilent = false
        var isStalled = false
        var acksToRefuse = 0
        var publishes = 0
        var refusals = 0
        var pairs: [(client: Int32, broker: Int32)] = []
        var isClosed = false
    }

    private let listener: Int32
    let port: Int
    private let broker: AMQPConfiguration
    private let state = Mutex(State())

    init(before broker: AMQPConfiguration) throws(AMQPError) {
        self.broker = broker
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        self.listener = listener
        var address = Self.address(port: 0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, length) | listen(listener, 8) | getsockname(listener, address, &length)
            }
        }
        guard status == 0 else { throw AMQPError(.resources, "cannot listen (errno \(errno))") }
        port = Int(UInt16(bigEndian: address.sin_port))
        spawn { self.accept() }
    }

    /// The configuration that leads through this proxy.
    var configuration: AMQPConfiguration {
        var configuration = broker
        configuration.host = "127.0.0.1"
        configuration.port = port
        return configuration
    }

    /// basic.publish methods seen.
    var publishes: Int { state.withLock { $0.publishes } }
    var refusals: Int { state.withLock { $0.refusals } }

    /// Nothing passes any more, in either direction, but the connections stand: a half-open peer.
    func fallSilent() { state.withLock { $0.isSilent = true } }

    /// Reads nothing any more, so that whoever writes is held by a full socket.
    func stall() { state.withLock { $0.isStalled = true } }

    func speak() { state.withLock { $0.isSilent = false } }

    /// The next acks become nacks; the layout of the two methods is the same.
    func refuse(acks: Int) { state.withLock { $0.acksToRefuse = acks } }

    func cutConnections() {
        state.withLock { state in
            for pair in state.pairs {
                shutdown(pair.client, Int32(SHUT_RDWR))
                shutdown(pair.broker, Int32(SHUT_RDWR))
            }
            state.pairs = []
        }
    }

    func block() { inject(classID: 10, methodID: 60, arguments: [3] + Array("low".utf8)) }
    func unblock() { inject(classID: 10, methodID: 61, arguments: []) }

    func close() {
        state.withLock { $0.isClosed = true }
        shutdown(listener, Int32(SHUT_RDWR))
        Glibc.close(listener)
        cutConnections()
    }

    // MARK: -

    private func inject(classID: UInt8, methodID: UInt8, arguments: [UInt8]) {
        let payload = [0, classID, 0, methodID] + arguments
        let frame = [1, 0, 0, 0, 0, 0, UInt8(payload.count)] + payload + [0xCE]
        // Under the lock, under which whole frames are forwarded too.
        state.withLock { state in
            for pair in state.pairs { Self.write(frame, to: pair.client) }
        }
    }

    private func accept() {
        while true {
            let client = Glibc.accept(listener, nil, nil)
            guard client >= 0 else { return }
            let broker = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            guard Self.connect(broker, to: self.broker.port) else {
                Glibc.close(client)
                Glibc.close(broker)
                continue
            }
            state.withLock { $0.pairs.append((client, broker)) }
            spawn { self.forward(from: client, to: broker, greeting: 8) }
            spawn { self.forward(from: broker, to: client, greeting: 0) }
        }
    }

    /// Copies whole frames; the client's first eight bytes are the protocol's name and no frame.
    private func forward(from source: Int32, to target: Int32, greeting: Int) {
        if greeting > 0 {
            guard let hello = Self.read(greeting, from: source) else { return hangUp(source, target) }
            Self.write(hello, to: target)
        }
        while true {
            while state.withLock({ $0.isStalled && !$0.isClosed }) { usleep(5000) }
            guard let header = Self.read(7, from: source) else { break }
            let size = header[3...6].reduce(0) { $0 << 8 | Int($1) }
            guard let rest = Self.read(size + 1, from: source) else { break }
            var frame = header + rest
            state.withLock { state in
                if header[0] == 1 && frame[8] == 60 {
                    if frame[10] == 40 { state.publishes += 1 }
                    if frame[10] == 80 && state.acksToRefuse > 0 && greeting == 0 {
                        frame[10] = 120
                        state.acksToRefuse -= 1
                        state.refusals += 1
                    }
                }
                if !state.isSilent { Self.write(frame, to: target) }
            }
        }
        hangUp(source, target)
    }

    private func hangUp(_ source: Int32, _ target: Int32) {
        // The descriptors are left open: the other direction may still use them, and a test process is short-lived.
        shutdown(source, Int32(SHUT_RDWR))
        shutdown(target, Int32(SHUT_RDWR))
        state.withLock { state in
            state.pairs.removeAll { $0.client == source || $0.client == target }
        }
    }

    private func spawn(_ body: @escaping @Sendable () -> Void) {
        final class Box: Sendable {
            let body: @Sendable () -> Void
            init(_ body: @escaping @Sendable () -> Void) { self.body = body }
        }
        var thread = pthread_t()
        let box = Unmanaged.passRetained(Box(body))
        pthread_create(
            &thread, nil,
            { argument in
                if let argument { Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().body() }
                return nil
            }, box.toOpaque())
        pthread_detach(thread)
    }

    static func isListening(port: Int) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { Glibc.close(descriptor) }
        return connect(descriptor, to: port)
    }

    private static func connect(_ descriptor: Int32, to port: Int) -> Bool {
        var address = address(port: UInt16(port))
        return withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                Glibc.connect(descriptor, address, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }

    private static func address(port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }

    private static func read(_ count: Int, from descriptor: Int32) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        var done = 0
        while done < count {
            let got = bytes.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress! + done, count - done, 0) }
            guard got > 0 else { return nil }
            done += got
        }
        return bytes
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) {
        var done = 0
        while done < bytes.count {
            let sent = bytes.withUnsafeBytes {
                send(descriptor, $0.baseAddress! + done, bytes.count - done, Int32(MSG_NOSIGNAL))
            }
            guard sent > 0 else { return }
            done += sent
        }
    }
}
