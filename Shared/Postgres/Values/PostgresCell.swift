/// One value of a result in binary form, lent for the length of a decoding initialiser.
@safe
public struct PostgresCell {
    public let type: PostgresType
    /// Points into the result, which the caller keeps alive.
    let bytes: UnsafeRawBufferPointer

    static let jsonbVersion: UInt8 = 1

    func number<Number: FixedWidthInteger>(as: Number.Type) -> Number? {
        guard unsafe bytes.count == MemoryLayout<Number>.size else { return nil }
        return Number(bigEndian: unsafe bytes.loadUnaligned(as: Number.self))
    }

    /// Any of the integer types, so that a count (int8) can be read as what the caller needs.
    var integer: Int64? {
        switch type {
        case .int2: number(as: Int16.self).map(Int64.init)
        case .int4: number(as: Int32.self).map(Int64.init)
        case .int8: number(as: Int64.self)
        case .oid: number(as: UInt32.self).map(Int64.init)
        default: nil
        }
    }

    /// The text of the types whose binary form is their text; an enum's is its label.
    var textBytes: UnsafeRawBufferPointer? {
        switch type {
        case .text, .varchar, .bpchar, .name, .json, .unknown: return unsafe bytes
        case .jsonb:
            guard unsafe bytes.first == Self.jsonbVersion else { return nil }
            return unsafe UnsafeRawBufferPointer(rebasing: bytes.dropFirst())
        default: return unsafe type.rawValue >= PostgresType.firstUserDefined ? bytes : nil
        }
    }
}
