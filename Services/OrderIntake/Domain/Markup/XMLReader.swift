/// Reads an XML document of the plain kind that shops send: elements, text, CDATA, comments. Attributes are skipped. Document
/// types are refused, and with them entities of one's own, which can grow without bound.
package struct XMLReader {
    package struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
        package let message: String
        /// Bytes from the beginning.
        package let offset: Int

        package var description: String { "\(message) at byte \(offset)" }
    }

    private static let deepest = 40

    private let bytes: [UInt8]
    private var position = 0

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// - Throws: for what is not well-formed, not UTF-8, or nested deeper than anybody needs.
    package static func parse(_ bytes: [UInt8]) throws(Failure) -> XMLElement {
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw Failure(message: "the document is not UTF-8", offset: 0)
        }
        var reader = XMLReader(bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes)
        try reader.skipMisc()
        guard reader.peek() == UInt8(ascii: "<") else { throw reader.failure("expected an element") }
        let root = try reader.element(depth: 0)
        try reader.skipMisc()
        guard reader.position == reader.bytes.count else { throw reader.failure("something follows the document") }
        return root
    }

    private func peek() -> UInt8? { position < bytes.count ? bytes[position] : nil }

    private func failure(_ message: String) -> Failure { Failure(message: message, offset: position) }

    private func isAt(_ text: StaticString) -> Bool {
        text.withUTF8Buffer { bytes[position...].starts(with: $0) }
    }

    /// Goes behind the next of these.
    private mutating func skip(past text: StaticString) throws(Failure) -> ArraySlice<UInt8> {
        let start = position
        while position < bytes.count {
            if isAt(text) {
                let skipped = bytes[start..<position]
                position += text.utf8CodeUnitCount
                return skipped
            }
            position += 1
        }
        throw failure("expected \(text)")
    }

    private mutating func skipBlanks() {
        while let byte = peek(), [0x20, 0x09, 0x0A, 0x0D].contains(byte) { position += 1 }
    }

    /// Declarations, instructions and comments around the document.
    private mutating func skipMisc() throws(Failure) {
        while true {
            skipBlanks()
            if isAt("<?") {
                _ = try skip(past: "?>")
            } else if isAt("<!--") {
                _ = try skip(past: "-->")
            } else if isAt("<!") {
                throw failure("document types are not read")
            } else {
                return
            }
        }
    }

    private mutating func name() throws(Failure) -> String {
        let start = position
        while let byte = peek(), !" \t\r\n/>=<".utf8.contains(byte) { position += 1 }
        guard position > start else { throw failure("expected a name") }
        let qualified = bytes[start..<position]
        let local = qualified.lastIndex(of: UInt8(ascii: ":")).map { qualified[($0 + 1)...] } ?? qualified
        return String(decoding: local, as: UTF8.self)
    }

    /// Attributes mean nothing here.
    /// - Returns: whether the element ends with its own tag.
    private mutating func skipAttributes() throws(Failure) -> Bool {
        while true {
            skipBlanks()
            if isAt("/>") {
                position += 2
                return true
            }
            if isAt(">") {
                position += 1
                return false
            }
            _ = try name()
            skipBlanks()
            guard peek() == UInt8(ascii: "=") else { throw failure("an attribute has no value") }
            position += 1
            skipBlanks()
            guard let quote = peek(), quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
                throw failure("an attribute's value is not quoted")
            }
            position += 1
            while let byte = peek(), byte != quote { position += 1 }
            guard peek() != nil else { throw failure("an attribute's value does not end") }
            position += 1
        }
    }

    private mutating func element(depth: Int) throws(Failure) -> XMLElement {
        guard depth < Self.deepest else { throw failure("elements are nested too deeply") }
        position += 1
        var element = XMLElement(name: try name())
        if try skipAttributes() { return element }
        while peek() != nil {
            if isAt("</") {
                position += 2
                guard try name() == element.name else { throw failure("\(element.name) is not closed") }
                skipBlanks()
                guard peek() == UInt8(ascii: ">") else { throw failure("expected >") }
                position += 1
                return element
            }
            if isAt("<![CDATA[") {
                position += 9
                element.text += String(decoding: try skip(past: "]]>"), as: UTF8.self)
            } else if isAt("<!--") {
                _ = try skip(past: "-->")
            } else if isAt("<?") {
                _ = try skip(past: "?>")
            } else if isAt("<!") {
                throw failure("document types are not read")
            } else if isAt("<") {
                element.children.append(try self.element(depth: depth + 1))
            } else {
                element.text += try self.text()
            }
        }
        throw failure("\(element.name) is not closed")
    }

    private mutating func text() throws(Failure) -> String {
        var text: [UInt8] = []
        while let byte = peek(), byte != UInt8(ascii: "<") {
            guard byte == UInt8(ascii: "&") else {
                text.append(byte)
                position += 1
                continue
            }
            let start = position
            position += 1
            let entity = String(decoding: try skip(past: ";"), as: UTF8.self)
            guard let scalar = Self.scalar(of: entity) else {
                throw Failure(message: "an entity is not known", offset: start)
            }
            text.append(contentsOf: String(Character(scalar)).utf8)
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func scalar(of entity: String) -> Unicode.Scalar? {
        switch entity {
        case "amp": return "&"
        case "lt": return "<"
        case "gt": return ">"
        case "quot": return "\""
        case "apos": return "'"
        default:
            guard entity.hasPrefix("#") else { return nil }
            let digits = entity.dropFirst()
            let number = digits.hasPrefix("x") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
            guard let number, number != 0 else { return nil }
            return Unicode.Scalar(number)
        }
    }
}
