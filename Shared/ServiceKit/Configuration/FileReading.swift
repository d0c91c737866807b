import Glibc

/// A file that could not be read, and the system's reason.
package struct FileReadError: Error {
    package var reason: String
}

/// The bytes of a small file: a secret, a configuration. Pipes (`<(...)` of a shell) are read to their end.
///
/// - Throws: the system's reason, or that the file is larger than `limit` bytes.
package func readSmallFile(_ path: String, limit: Int = 1 << 20) throws(FileReadError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileReadError(reason: lastSystemError()) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 16_384)
    while true {
        let count = read(descriptor, &chunk, chunk.count)
        if count < 0, errno == EINTR { continue }
        guard count >= 0 else { throw FileReadError(reason: lastSystemError()) }
        guard count > 0 else { return bytes }
        bytes += chunk[..<count]
        guard bytes.count <= limit else { throw FileReadError(reason: "is larger than \(limit) bytes") }
    }
}

private func lastSystemError() -> String {
    String(cString: strerror(errno))
}
