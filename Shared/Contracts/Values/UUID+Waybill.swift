public import FoundationEssentials
public import WireJSON

/// Ids of this system: version 7 (RFC 9562) for what is new, version 5 for whatever a re-run must produce again.
extension UUID {
    /// All zeros: the order id of a message that belongs to no order.
    public static let zero = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))

    /// The name space of Waybill's own version 5 ids; it never changes, since ids made from it are stored.
    public static let waybill = UUID(
        uuid: (0x5b, 0x1e, 0x0a, 0x6c, 0x2f, 0x57, 0x4d, 0x1b, 0x9d, 0x3e, 0x77, 0x61, 0x79, 0x62, 0x69, 0x6c))

    /// Version 5: the same name in the same name space is the same id, on every machine, for ever.
    public static func v5(_ name: String, in namespace: UUID = .waybill) -> UUID {
        // Several are made for every message, so without an array each.
        let name = name.utf8
        return withUnsafeTemporaryAllocation(byteCount: 16 + name.count + 20, alignment: 1) { memory in
            let length = 16 + name.count
            withUnsafeBytes(of: namespace.uuid) { memory.copyMemory(from: $0) }
            UnsafeMutableRawBufferPointer(rebasing: memory[16..<length]).copyBytes(from: name)
            let digest = UnsafeMutableRawBufferPointer(rebasing: memory[length...])
            let input = memory.assumingMemoryBound(to: UInt8.self)
            DigestAlgorithm.sha1.write(input.baseAddress, count: length, to: input.baseAddress.map { $0 + length })
            digest[6] = digest[6] & 0x0F | 0x50
            digest[8] = digest[8] & 0x3F | 0x80
            return UUID(uuid: digest.loadUnaligned(as: uuid_t.self))
        }
    }

    /// Version 7 at `time`, whose 74 bits of randomness are taken from `entropy`: the caller passes either random
    /// bytes or, where a re-run must give the same id, an id that stays the same.
    public static func v7(at time: Timestamp, entropy: UUID) -> UUID {
        var bytes = entropy.bytes
        let milliseconds = UInt64(clamping: time.milliseconds)
        for index in 0..<6 { bytes[index] = UInt8(truncatingIfNeeded: milliseconds >> (8 * (5 - UInt64(index)))) }
        bytes[6] = bytes[6] & 0x0F | 0x70
        bytes[8] = bytes[8] & 0x3F | 0x80
        return UUID(bytes: bytes[...])
    }

    /// The millisecond that a version 7 id carries.
    public var v7Time: Timestamp? {
        let bytes = self.bytes
        guard bytes[6] >> 4 == 7 else { return nil }
        return Timestamp(microseconds: bytes.prefix(6).reduce(Int64(0)) { $0 << 8 | Int64($1) } * 1000)
    }

    public var bytes: [UInt8] {
        withUnsafeBytes(of: uuid) { Array($0) }
    }

    /// - Parameter bytes: sixteen of them.
    public init(bytes: ArraySlice<UInt8>) {
        precondition(bytes.count == 16, "a UUID has sixteen bytes")
        var value: uuid_t = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
        withUnsafeMutableBytes(of: &value) { $0.copyBytes(from: bytes) }
        self.init(uuid: value)
    }

    /// Lower-case hexadecimal with dashes, as RFC 9562 prints it.
    public var text: String {
        let digits = StaticString("0123456789abcdef")
        // Ids stand in every envelope and log line, so they are written without an array each.
        return withUnsafeBytes(of: uuid) { bytes in
            String(unsafeUninitializedCapacity: 36) { buffer in
                var position = 0
                for (index, byte) in bytes.enumerated() {
                    if index == 4 || index == 6 || index == 8 || index == 10 {
                        buffer[position] = UInt8(ascii: "-")
                        position += 1
                    }
                    buffer[position] = digits.utf8Start[Int(byte >> 4)]
                    buffer[position + 1] = digits.utf8Start[Int(byte & 15)]
                    position += 2
                }
                return position
            }
        }
    }

    /// Reads 32 hexadecimal digits with dashes at their places, in either case.
    public init?(text: String) {
        let characters = text.utf8.span
        guard characters.count == 36 else { return nil }
        // Four ids stand in every envelope, so they are read without an array each.
        var halves: (UInt64, UInt64) = (0, 0)
        for index in characters.indices {
            let character = characters[index]
            if index == 8 || index == 13 || index == 18 || index == 23 {
                guard character == UInt8(ascii: "-") else { return nil }
                continue
            }
            let digit: UInt8
            switch character {
            case 48...57: digit = character - 48
            case 97...102: digit = character - 87
            case 65...70: digit = character - 55
            default: return nil
            }
            if index < 18 { halves.0 = halves.0 << 4 | UInt64(digit) } else { halves.1 = halves.1 << 4 | UInt64(digit) }
        }
        halves = (halves.0.bigEndian, halves.1.bigEndian)
        self.init(uuid: withUnsafeBytes(of: &halves) { $0.loadUnaligned(as: uuid_t.self) })
    }

    /// Reads a part of a longer text.
    public init?(text: Substring) {
        self.init(text: String(text))
    }
}

extension UUID: JSONCodable {
    public init(from json: JSONNode) throws(JSONError) {
        guard let text = json.string, let id = UUID(text: text) else {
            throw json.error(.invalidValue, "expected a UUID such as 0190f5c2-7c1a-7cc3-98c4-dc0c0c07398f")
        }
        self = id
    }

    public func encode(to json: inout JSONWriter) {
        json.string(text)
    }
}
