/// CSV as RFC 4180 has it, read record by record: quoted fields may hold commas, doubled quotes and line breaks. Each
/// record knows the line that it begins in; one that is broken says so and does not stop those behind it.
package struct CSVReader {
    package struct Record: Hashable {
        package var line: Int
        /// Of a broken record, those in front of the fault.
        package var fields: [String]
        /// An open quote, text behind a closing quote, a record too long, or what is not UTF-8.
        package var fault: RowError?
    }

    /// One record is not more than this, so that a missing quote does not read the whole file into memory.
    package static let maximumRecordBytes = 1 << 20

    private var source: ByteSource
    private var line = 1
    /// The bytes of the record at hand, as they were read.
    private var taken: [UInt8] = []
    /// Bytes to be read once more before the source is asked, last one first.
    private var again: [UInt8] = []
    private var isAtStart = true

    package init(_ source: ByteSource) {
        self.source = source
    }

    /// The next record that is not an empty line; nil at the end.
    /// - Throws: ``RowError`` when the source itself cannot be read any further.
    package mutating func next() throws(RowError) -> Record? {
        while let record = try nextRecord() {
            if record.fault != nil || record.fields != [""] { return record }
        }
        return nil
    }

    private mutating func nextRecord() throws(RowError) -> Record? {
        if isAtStart { try skipByteOrderMark() }
        taken.removeAll(keepingCapacity: true)
        guard try read() != nil else { return nil }
        unread()
        var record = Record(line: line, fields: [])
        while true {
            switch try field() {
            case .field(let bytes, let isLast):
                let text = String(validating: bytes, as: UTF8.self)
                if text == nil, record.fault == nil {
                    record.fault = RowError(line: record.line, code: "not_utf8", "the text is not UTF-8")
                }
                record.fields.append(text ?? "")
                if isLast { return record }
            case .broken(let code, let message):
                record.fault = RowError(line: record.line, code: code, message)
                try skip(to: record.line + 1)
                return record
            }
        }
    }

    private enum Field {
        /// A field, and whether the record ends with it.
        case field([UInt8], isLast: Bool)
        case broken(String, String)
    }

    private mutating func field() throws(RowError) -> Field {
        var bytes: [UInt8] = []
        var isQuoted = false
        var isOpen = false
        while true {
            guard let byte = try read() else {
                return isOpen ? .broken("open_quote", "a quote is not closed") : .field(bytes, isLast: true)
            }
            guard taken.count <= Self.maximumRecordBytes else {
                return .broken("too_long", "the record is longer than 1 MiB; is a quote missing?")
            }
            switch byte {
            case UInt8(ascii: "\"") where isOpen:
                let following = try read()
                if following == UInt8(ascii: "\"") {
                    bytes.append(byte)
                } else {
                    isOpen = false
                    if following != nil { unread() }
                }
            case UInt8(ascii: "\"") where bytes.isEmpty && !isQuoted:
                isQuoted = true
                isOpen = true
            case UInt8(ascii: ",") where !isOpen: return .field(bytes, isLast: false)
            case UInt8(ascii: "\r") where !isOpen: continue
            case UInt8(ascii: "\n"):
                line += 1
                if !isOpen { return .field(bytes, isLast: true) }
                bytes.append(byte)
            default:
                if isQuoted && !isOpen { return .broken("stray_quote", "there is text behind a closing quote") }
                bytes.append(byte)
            }
        }
    }

    /// Where a broken record ends nobody knows. What is behind its first line is read again as records of its own, since
    /// a quote that was never closed would else swallow the orders of the lines behind it unseen.
    private mutating func skip(to next: Int) throws(RowError) {
        if let end = taken.firstIndex(of: UInt8(ascii: "\n")) {
            again.append(contentsOf: taken[(end + 1)...].reversed())
        } else {
            while let byte = try read(), byte != UInt8(ascii: "\n") { taken.removeAll(keepingCapacity: true) }
        }
        line = next
    }

    private mutating func read() throws(RowError) -> UInt8? {
        var byte = again.popLast()
        if byte == nil { byte = try sourceByte() }
        if let byte { taken.append(byte) }
        return byte
    }

    private mutating func unread() {
        if let byte = taken.popLast() { again.append(byte) }
    }

    private mutating func sourceByte() throws(RowError) -> UInt8? {
        do {
            return try source.next()
        } catch {
            throw RowError(line: line, code: "unreadable", "the file cannot be read any further: \(error)")
        }
    }

    /// Spreadsheets write U+FEFF in front.
    private mutating func skipByteOrderMark() throws(RowError) {
        isAtStart = false
        guard let first = try read() else { return }
        guard first == 0xEF else { return unread() }
        _ = try read()
        _ = try read()
    }
}
