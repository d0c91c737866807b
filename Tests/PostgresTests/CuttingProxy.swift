import Glibc
import Synchronization

/// A TCP proxy for one server that closes a connection, both ways, when the client sends a certain text.
///
/// What comes before the text in the same read is swallowed or passed on together with it, as the test wants.
final class CuttingProxy: Sendable {
    enum Cut: Sendable {
        /// The server never sees the text.
        case beforeForwarding
        /// The server gets the text; its answer is withheld from the client.
        case afterForwarding
    }

    private let listener: LoopbackListener
    private let upstreamPort: Int
    private let trigger: [UInt8]
    private let cut: Cut
    private let isArmed = Atomic(false)

    init(upstreamPort: Int, trigger: String, cut: Cut) throws {
        self.upstreamPort = upstreamPort
        self.trigger = Array(trigger.utf8)
        self.cut = cut
        listener = try LoopbackListener()
        startThread { [self] in acceptConnections() }
    }

    var port: Int { listener.port }

    /// From now on the trigger cuts. Preparing a statement shows its text to the proxy too, so tests arm it late.
    func arm() {
        isArmed.store(true, ordering: .releasing)
    }

    func disarm() {
        isArmed.store(false, ordering: .releasing)
    }

    /// Ends the accepting thread; connections that are open end with their peers.
    func close() {
        listener.close()
    }

    private func acceptConnections() {
        while true {
            let client = accept(listener.descriptor, nil, nil)
            guard client >= 0 else { return }
            let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            var address = Self.address(port: upstreamPort)
            let connected = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(server, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
            guard connected == 0 else {
                Glibc.close(client)
                continue
            }
            startThread { [self] in
                forward(client, server)
                Glibc.close(client)
                Glibc.close(server)
            }
        }
    }

    private func forward(_ client: Int32, _ server: Int32) {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        var isCut = false
        while true {
            var descriptors = [
                pollfd(fd: client, events: Int16(POLLIN), revents: 0),
                pollfd(fd: server, events: Int16(POLLIN), revents: 0),
            ]
            guard poll(&descriptors, 2, -1) > 0 else { return }
            if descriptors[0].revents != 0 {
                let count = read(client, &buffer, buffer.count)
                guard count > 0 else { return }
                let isTrigger = isArmed.load(ordering: .acquiring) && contains(buffer[..<count])
                if isTrigger, cut == .beforeForwarding { return }
                guard send(buffer, count, to: server) else { return }
                isCut = isCut || isTrigger
            }
            if descriptors[1].revents != 0 {
                let count = read(server, &buffer, buffer.count)
                // The server has answered, so it has carried out what was sent.
                guard count > 0, !isCut, send(buffer, count, to: client) else { return }
            }
        }
    }

    private func contains(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.indices.contains { bytes[$0...].starts(with: trigger) }
    }

    private func send(_ bytes: [UInt8], _ count: Int, to descriptor: Int32) -> Bool {
        var sent = 0
        while sent < count {
            let written = bytes.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress! + sent, count - sent, Int32(MSG_NOSIGNAL))
            }
            guard written > 0 else { return false }
            sent += written
        }
        return true
    }

    private static func address(port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }
}
