import CRabbitMQ

// Copies out of the library's frame memory, which is gone once its buffers are released.

extension String {
    init(_ bytes: amqp_bytes_t) {
        self = unsafe String(decoding: UnsafeRawBufferPointer(start: bytes.bytes, count: bytes.len), as: UTF8.self)
    }
}

extension [UInt8] {
    init(_ bytes: amqp_bytes_t) {
        self = unsafe Array(UnsafeRawBufferPointer(start: bytes.bytes, count: bytes.len))
    }
}

extension [String: HeaderValue] {
    init(_ table: amqp_table_t) {
        self.init()
        for index in 0..<Int(unsafe table.num_entries) {
            let entry = unsafe table.entries[index]
            if let value = unsafe HeaderValue(entry.value) {
                self[unsafe String(entry.key)] = value
            }
        }
    }
}

extension HeaderValue {
    /// `nil` for a void entry, which says nothing.
    init?(_ field: amqp_field_value_t) {
        switch unsafe amqp_field_value_kind_t(UInt32(field.kind)) {
        case AMQP_FIELD_KIND_UTF8: self = .string(unsafe String(field.value.bytes))
        case AMQP_FIELD_KIND_BYTES: self = .bytes(unsafe [UInt8](field.value.bytes))
        case AMQP_FIELD_KIND_BOOLEAN: self = .bool(unsafe field.value.boolean != 0)
        case AMQP_FIELD_KIND_I8: self = .int64(Int64(unsafe field.value.i8))
        case AMQP_FIELD_KIND_U8: self = .int64(Int64(unsafe field.value.u8))
        case AMQP_FIELD_KIND_I16: self = .int64(Int64(unsafe field.value.i16))
        case AMQP_FIELD_KIND_U16: self = .int64(Int64(unsafe field.value.u16))
        case AMQP_FIELD_KIND_I32: self = .int64(Int64(unsafe field.value.i32))
        case AMQP_FIELD_KIND_U32: self = .int64(Int64(unsafe field.value.u32))
        case AMQP_FIELD_KIND_I64: self = .int64(unsafe field.value.i64)
        case AMQP_FIELD_KIND_U64, AMQP_FIELD_KIND_TIMESTAMP:
            let number = unsafe field.value.u64
            self = Int64(exactly: number).map(HeaderValue.int64) ?? .double(Double(number))
        case AMQP_FIELD_KIND_F32: self = .double(Double(unsafe field.value.f32))
        case AMQP_FIELD_KIND_F64: self = .double(unsafe field.value.f64)
        case AMQP_FIELD_KIND_DECIMAL:
            var number = Double(unsafe field.value.decimal.value)
            let places = unsafe field.value.decimal.decimals
            for _ in 0..<places { number /= 10 }
            self = .double(number)
        case AMQP_FIELD_KIND_TABLE: self = .table(unsafe [String: HeaderValue](field.value.table))
        case AMQP_FIELD_KIND_ARRAY:
            let array = unsafe field.value.array
            self = .array((0..<Int(unsafe array.num_entries)).compactMap { unsafe HeaderValue(array.entries[$0]) })
        default: return nil
        }
    }
}

extension MessageProperties {
    init(_ raw: amqp_basic_properties_t) {
        let flags = unsafe raw._flags
        func text(_ flag: Int32, _ bytes: amqp_bytes_t) -> String? {
            flags & amqp_flags_t(flag) == 0 ? nil : unsafe String(bytes)
        }
        self.init(
            contentType: unsafe text(AMQP_BASIC_CONTENT_TYPE_FLAG, raw.content_type),
            messageID: unsafe text(AMQP_BASIC_MESSAGE_ID_FLAG, raw.message_id),
            type: unsafe text(AMQP_BASIC_TYPE_FLAG, raw.type),
            correlationID: unsafe text(AMQP_BASIC_CORRELATION_ID_FLAG, raw.correlation_id),
            timestamp: flags & amqp_flags_t(AMQP_BASIC_TIMESTAMP_FLAG) == 0
                ? nil : Int64(clamping: unsafe raw.timestamp),
            userID: unsafe text(AMQP_BASIC_USER_ID_FLAG, raw.user_id),
            appID: unsafe text(AMQP_BASIC_APP_ID_FLAG, raw.app_id),
            replyTo: unsafe text(AMQP_BASIC_REPLY_TO_FLAG, raw.reply_to),
            headers: flags & amqp_flags_t(AMQP_BASIC_HEADERS_FLAG) == 0
                ? [:] : unsafe [String: HeaderValue](raw.headers))
    }
}
