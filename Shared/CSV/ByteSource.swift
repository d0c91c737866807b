/// Bytes that are read piece by piece.
package struct ByteSource {
    private let more: @Sendable () throws -> [UInt8]?
    private var piece: [UInt8]
    private var position = 0

    /// - Parameter more: the next piece; nil or empty at the end.
    package init(_ more: @escaping @Sendable () throws -> [UInt8]?) {
        self.more = more
        piece = []
    }

    package init(bytes: [UInt8]) {
        more = { nil }
        piece = bytes
    }

    /// The next byte; nil at the end.
    package mutating func next() throws -> UInt8? {
        if position == piece.count {
            guard let next = try more(), !next.isEmpty else { return nil }
            piece = next
            position = 0
        }
        defer { position += 1 }
        return piece[position]
    }

    /// The next line without its end; nil at the end.
    package mutating func line() throws -> [UInt8]? {
        var line: [UInt8] = []
        while let byte = try next() {
            if byte == UInt8(ascii: "\n") {
                if line.last == UInt8(ascii: "\r") { line.removeLast() }
                return line
            }
            line.append(byte)
        }
        return line.isEmpty ? nil : line
    }
}
