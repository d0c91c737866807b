import Foundation
import Glibc

/// One HTTP/1.1 request over a socket of its own: enough for a test, with nothing between it and the server.
enum HTTPClient {
    struct Answer: Sendable {
        var status: Int
        var head: String
        var body: String
    }

    struct Failed: Error {
        var call: String
    }

    static func request(
        _ path: String, method: String = "GET", port: Int, headers: [String] = [], body: String = "",
        chunked: String = ""
    ) async throws -> Answer {
        let length = body.isEmpty ? [] : ["Content-Length: \(body.utf8.count)"]
        let head = ["\(method) \(path) HTTP/1.1", "Host: localhost", "Connection: close"] + length + headers
        let text = head.joined(separator: "\r\n") + "\r\n\r\n" + body + chunked
        return try await withCheckedThrowingContinuation { continuation in
            // A thread of its own: Dispatch's threads are the ones that the server's tasks run on.
            Thread.detachNewThread {
                continuation.resume(with: Result { try exchange(text, port: port) })
            }
        }
    }

    private static func exchange(_ text: String, port: Int) throws -> Answer {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw Failed(call: "socket") }
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { throw Failed(call: "connect") }
        let bytes = Array(text.utf8)
        guard send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else {
            throw Failed(call: "send")
        }
        var received: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while case let count = recv(descriptor, &chunk, chunk.count, 0), count > 0 { received += chunk[..<count] }
        let answer = String(decoding: received, as: UTF8.self)
        guard let end = answer.firstRange(of: "\r\n\r\n"), let status = Int(answer.split(separator: " ")[1]) else {
            throw Failed(call: "recv")
        }
        return Answer(
            status: status, head: answer[..<end.lowerBound].lowercased(), body: String(answer[end.upperBound...]))
    }
}
