/// What the parser stumbled over: cheap to throw, made into a `JSONError` outside the parser.
struct JSONFailure: Error {
    var code: JSONError.Code = .invalidJSON
    /// The byte that should not be there.
    var offset: Int
    /// What is wrong with it.
    var message: String
    /// The entry that is wrong; nil for the place the parser had reached.
    var entry: Int?

    /// The error with its path, line, column and byte offset.
    func explained(tape: [TapeEntry], bytes: [UInt8]) -> JSONError {
        var line = 1
        var column = 1
        for byte in bytes.prefix(offset) {
            if byte == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {  // a column is a character as editors count them, not a byte
                column += 1
            }
        }
        return JSONError(
            code: code, path: JSONPath.path(to: entry ?? tape.count, tape: tape, bytes: bytes),
            message: "\(message) (line \(line), column \(column), byte \(offset))")
    }
}
