import Glibc

/// A socket that listens on a free port of this machine. Until somebody accepts, clients connect to a server that is silent.
struct LoopbackListener {
    let port: Int
    let descriptor: Int32

    init() throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(descriptor, address, size) | listen(descriptor, 4) | getsockname(descriptor, address, &size)
            }
        }
        guard status == 0 else { throw MissingError() }
        port = Int(UInt16(bigEndian: address.sin_port))
    }

    /// Answers a client's request for TLS: `S` for yes, `N` for no.
    func answerFirst(with answer: String) {
        startThread { [descriptor] in
            let client = accept(descriptor, nil, nil)
            guard client >= 0 else { return }
            var request = [UInt8](repeating: 0, count: 64)
            _ = read(client, &request, request.count)
            _ = write(client, answer, answer.utf8.count)
            _ = read(client, &request, request.count)
            Glibc.close(client)
        }
    }

    /// Wakes whoever accepts, with an error.
    func close() {
        shutdown(descriptor, Int32(SHUT_RDWR))
        Glibc.close(descriptor)
    }
}
