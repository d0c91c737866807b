/// CSV as RFC 4180 has it, read record by record: quoted fields may hold commas, doubled quotes and line breaks. Each
/// record knows the line that it begins in.
struct CSVReader {
    struct Record: Hashable {
        var line: Int
        var fields: [String]
    }

    /// One record is not more than this, so that a missing quote does not read the whole file into memory.
    static let maximumRecordBytes = 1 << 20

    private var source: ByteSource
    private var line = 1
    private var pending: UInt8?
    private var isAtStart = true

    init(_ source: ByteSource) {
        self.source = source
    }

    /// The next record that is not an empty line; nil at the end.
    /// - Throws: ``RowError`` for an open quote, for text behind a closing quote, and for what is not UTF-8.
    mutating func next() throws -> Record? {
        while let record = try nextRecord() {
            if record.fields != [""] { return record }
        }
        return nil
    }

    private mutating func nextRecord() throws -> Record? {
        if isAtStart { try skipByteOrderMark() }
        guard let first = try read() else { return nil }
        pending = first
        var record = Record(line: line, fields: [])
        var size = 0
        while true {
            let (field, ended) = try field(of: record.line, &size)
            record.fields.append(field)
            if ended { return record }
        }
    }

    /// - Returns: the field, and whether the record ends with it.
    private mutating func field(of start: Int, _ size: inout Int) throws -> (String, Bool) {
        var bytes: [UInt8] = []
        var isQuoted = false
        var isOpen = false
        while true {
            guard let byte = try read() else {
                if isOpen { throw RowError(line: start, code: "open_quote", "a quote is not closed") }
                return (try text(bytes, start), true)
            }
            size += 1
            guard size <= Self.maximumRecordBytes else {
                throw RowError(line: start, code: "too_long", "the record is longer than 1 MiB; is a quote missing?")
            }
            switch byte {
            case UInt8(ascii: "\"") where isOpen:
                let following = try read()
                if following == UInt8(ascii: "\"") {
                    bytes.append(byte)
                } else {
                    isOpen = false
                    pending = following
                }
            case UInt8(ascii: "\"") where bytes.isEmpty && !isQuoted:
                isQuoted = true
                isOpen = true
            case UInt8(ascii: ",") where !isOpen: return (try text(bytes, start), false)
            case UInt8(ascii: "\r") where !isOpen: continue
            case UInt8(ascii: "\n"):
                line += 1
                if !isOpen { return (try text(bytes, start), true) }
                bytes.append(byte)
            default:
                if isQuoted && !isOpen {
                    throw RowError(line: start, code: "stray_quote", "there is text behind a closing quote")
                }
                bytes.append(byte)
            }
        }
    }

    private func text(_ bytes: [UInt8], _ line: Int) throws -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw RowError(line: line, code: "not_utf8", "the text is not UTF-8")
        }
        return text
    }

    private mutating func read() throws -> UInt8? {
        if let byte = pending {
            pending = nil
            return byte
        }
        return try source.next()
    }

    /// Spreadsheets write U+FEFF in front.
    private mutating func skipByteOrderMark() throws {
        isAtStart = false
        guard let first = try source.next() else { return }
        guard first == 0xEF else {
            pending = first
            return
        }
        _ = try source.next()
        _ = try source.next()
    }
}
