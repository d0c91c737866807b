import Glibc

/// One connection of the mail sink, spoken with blocking calls on a thread of its own.
struct MailSinkSession {
    private let socket: Int32
    private var buffer: [UInt8] = []
    private var isInMessage = false
    /// Sent once all that came was read, as mail servers do.
    private var answers: [UInt8] = []

    init(socket: Int32) {
        self.socket = socket
    }

    mutating func run() {
        defer { close(socket) }
        say("220 bench ESMTP")
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while flush() {
            let count = recv(socket, &chunk, chunk.count, 0)
            guard count > 0 else { return }
            buffer += chunk[..<count]
            guard answerAll() else {
                _ = flush()
                return
            }
        }
    }

    /// - Returns: false when the other side has said goodbye.
    private mutating func answerAll() -> Bool {
        while true {
            if isInMessage {
                guard let end = Self.end(of: buffer) else { return true }
                buffer.removeFirst(end)
                isInMessage = false
                say("250 taken")
            } else {
                guard let newline = buffer.firstIndex(of: 0x0A) else { return true }
                let verb = String(decoding: buffer[..<newline].prefix(4), as: UTF8.self).uppercased()
                buffer.removeFirst(newline + 1)
                switch verb {
                case "EHLO": say("250-bench\r\n250-8BITMIME\r\n250 PIPELINING")
                case "DATA":
                    isInMessage = true
                    say("354 go on")
                case "QUIT":
                    say("221 bye")
                    return false
                default: say("250 ok")
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

    private mutating func say(_ line: String) {
        answers += (line + "\r\n").utf8
    }

    /// - Returns: false when the connection is over.
    private mutating func flush() -> Bool {
        var rest = answers[...]
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes { send(socket, $0.baseAddress, $0.count, 0) }
            guard sent > 0 else { return false }
            rest.removeFirst(sent)
        }
        answers.removeAll(keepingCapacity: true)
        return true
    }
}
