public import FoundationEssentials

extension Bool: PostgresValue {
    public static var postgresType: PostgresType { .bool }
    public static var postgresArrayType: PostgresType { .boolArray }

    public func encode(into encoder: inout PostgresEncoder) {
        encoder.write(UInt8(self ? 1 : 0))
    }

    public init?(postgres cell: PostgresCell) {
        guard cell.type == .bool, let byte = cell.number(as: UInt8.self) else { return nil }
        self = byte != 0
    }
}

extension Int16: PostgresValue {
    public static var postgresType: PostgresType { .int2 }
    public static var postgresArrayType: PostgresType { .int2Array }

    public func encode(into encoder: inout PostgresEncoder) {
        encoder.write(self)
    }

    public init?(postgres cell: PostgresCell) {
        guard let value = cell.integer else { return nil }
        self.init(exactly: value)
    }
}

extension Int32: PostgresValue {
    public static var postgresType: PostgresType { .int4 }
    public static var postgresArrayType: PostgresType { .int4Array }

    public func encode(into encoder: inout PostgresEncoder) {
        encoder.write(self)
    }

    public init?(postgres cell: PostgresCell) {
        guard let value = cell.integer else { return nil }
        self.init(exactly: value)
    }
}

extension Int64: PostgresValue {
    public static var postgresType: PostgresType { .int8 }
    public static var postgresArrayType: PostgresType { .int8Array }

    public func encode(into encoder: inout PostgresEncoder) {
        encoder.write(self)
    }

    public init?(postgres cell: PostgresCell) {
        guard let value = cell.integer else { return nil }
        self = value
    }
}

/// An int8 on the wire.
extension Int: PostgresValue {
    public static var postgresType: PostgresType { .int8 }
    public static var postgresArrayType: PostgresType { .int8Array }

    public func encode(into encoder: inout PostgresEncoder) {
        encoder.write(Int64(self))
    }

    public init?(postgres cell: PostgresCell) {
        guard let value = cell.integer else { return nil }
        self.init(exactly: value)
    }
}

extension Double: PostgresValue {
    public static var postgresType: PostgresType { .float8 }
    public static var postgresArrayType: PostgresType { .float8Array }

    public func encode(into encoder: inout PostgresEncoder) {
        encoder.write(bitPattern)
    }

    public init?(postgres cell: PostgresCell) {
        switch cell.type {
        case .float8:
            guard let bits = cell.number(as: UInt64.self) else { return nil }
            self.init(bitPattern: bits)
        case .float4:
            guard let bits = cell.number(as: UInt32.self) else { return nil }
            self.init(Float(bitPattern: bits))
        default: return nil
        }
    }
}

extension String: PostgresValue {
    public static var postgresType: PostgresType { .text }
    public static var postgresArrayType: PostgresType { .textArray }

    public func encode(into encoder: inout PostgresEncoder) {
        encoder.write(self)
    }

    public init?(postgres cell: PostgresCell) {
        guard let text = unsafe cell.textBytes else { return nil }
        unsafe self.init(validating: text, as: UTF8.self)
    }
}

extension UUID: PostgresValue {
    public static var postgresType: PostgresType { .uuid }
    public static var postgresArrayType: PostgresType { .uuidArray }

    public func encode(into encoder: inout PostgresEncoder) {
        unsafe withUnsafeBytes(of: uuid) { bytes in unsafe encoder.write(bytes) }
    }

    public init?(postgres cell: PostgresCell) {
        guard cell.type == .uuid, unsafe cell.bytes.count == 16 else { return nil }
        self.init(uuid: unsafe cell.bytes.loadUnaligned(as: uuid_t.self))
    }
}
