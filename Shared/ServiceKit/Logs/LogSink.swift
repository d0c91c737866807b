import Glibc
import Synchronization

/// Where log lines go, one call per line, each with its newline.
package struct LogSink: Sendable {
    package var write: @Sendable ([UInt8]) -> Void

    package init(_ write: @escaping @Sendable ([UInt8]) -> Void) {
        self.write = write
    }

    /// One `write(2)` per line. A pipe takes longer lines in pieces, so writers wait for each other and each line
    /// stays whole.
    package static let standardError = LogSink { line in
        guarding.withLock { _ in writeAll(line, to: STDERR_FILENO) }
    }

    private static let guarding = Mutex(())

    private static func writeAll(_ line: [UInt8], to descriptor: Int32) {
        line.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count < 0, errno == EINTR { continue }
                if count < 0, errno == EAGAIN {
                    // Somebody made the shared descriptor non-blocking: wait for room instead of losing the line.
                    var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    poll(&ready, 1, 1000)
                    continue
                }
                // Nobody reads any more; there is no better place to say so.
                guard count > 0 else { return }
                rest = rest.dropFirst(count)
            }
        }
    }
}
