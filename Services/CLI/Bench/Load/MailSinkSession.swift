import Glibc

/// One connection of the mail sink, spoken with blocking calls on a thread of its own.
struct MailSinkSession {
    private let socket: Int32
    private var buffer: [UInt8] = []
    private var isInMessage = false

    init(socket: Int32) {
        self.socket = socket
    }

    mutating func run() {
        defer { close(socket) }
        guard say("220 bench ESMTP") else { return }
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(socket, &chunk, chunk.count, 0)
            guard count > 0 else { return }
            buffer += chunk[..<count]
            guard answerAll() else { return }
        }
    }

    /// - Returns: false when the connection is over.
    private mutating func answerAll() -> Bool {
        while true {
            if isInMessage {
                guard let end = Self.end(of: buffer) else { return true }
                buffer.removeFirst(end)
                isInMessage = false
                guard say("250 taken") else { return false }
            } else {
                guard let newline = buffer.firstIndex(of: 0x0A) else { return true }
                let verb = String(decoding: buffer[..<newline].prefix(4), as: UTF8.self).uppercased()
                buffer.removeFirst(newline + 1)
                switch verb {
                case "EHLO": guard say("250-bench\r\n250-8BITMIME\r\n250 PIPELINING") else { return false }
                case "DATA":
                    isInMessage = true
                    guard say("354 go on") else { return false }
                case "QUIT":
                    _ = say("221 bye")
                    return false
                default: guard say("250 ok") else { return false }
                }
            }
        }
    }

    /// Behind the line that is a dot alone; nil while it has not come.
    private static func end(of bytes: [UInt8]) -> Int? {
        let mark: [UInt8] = [0x0D, 0x0A, 0x2E, 0x0D, 0x0A]
        guard bytes.count >= mark.count else { return nil }
        for start in 0...(bytes.count - mark.count) where bytes[start] == 0x0D {
            if bytes[start..<start + mark.count].elementsEqual(mark) { return start + mark.count }
        }
        return nil
    }

    private func say(_ line: String) -> Bool {
        var bytes = Array((line + "\r\n").utf8)[...]
        while !bytes.isEmpty {
            let sent = bytes.withUnsafeBytes { send(socket, $0.baseAddress, $0.count, 0) }
            guard sent > 0 else { return false }
            bytes.removeFirst(sent)
        }
        return true
    }
}
