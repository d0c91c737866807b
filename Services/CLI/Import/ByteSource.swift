import Foundation

/// A file that is read piece by piece.
struct ByteSource {
    private let handle: FileHandle?
    private var piece: [UInt8]
    private var position = 0

    /// - Parameter file: a path; `-` is standard input.
    init(file: String) throws {
        if file == "-" {
            handle = .standardInput
        } else if let opened = FileHandle(forReadingAtPath: file) {
            handle = opened
        } else {
            throw OperatorError("\(file) cannot be read")
        }
        piece = []
    }

    init(bytes: [UInt8]) {
        handle = nil
        piece = bytes
    }

    /// The next byte; nil at the end.
    mutating func next() throws -> UInt8? {
        if position == piece.count {
            guard let data = try handle?.read(upToCount: 1 << 16), !data.isEmpty else { return nil }
            piece = Array(data)
            position = 0
        }
        defer { position += 1 }
        return piece[position]
    }

    /// The next line without its end; nil at the end.
    mutating func line() throws -> [UInt8]? {
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
