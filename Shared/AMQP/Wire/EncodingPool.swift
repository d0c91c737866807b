import CRabbitMQ

/// Memory that librabbitmq reads while it encodes one frame: names, properties and header tables.
///
/// What it hands out is valid until `recycle()` or the pool's end, whichever comes first.
@safe struct EncodingPool: ~Copyable {
    // On the heap, because the C functions keep no pointer to it but a Swift `deinit` cannot pass `self` as inout.
    private let pool: UnsafeMutablePointer<amqp_pool_t>

    init() {
        unsafe pool = .allocate(capacity: 1)
        unsafe pool.initialize(to: amqp_pool_t())
        unsafe init_amqp_pool(pool, 8192)
    }

    deinit {
        unsafe empty_amqp_pool(pool)
        unsafe pool.deallocate()
    }

    func recycle() {
        unsafe recycle_amqp_pool(pool)
    }

    func bytes(_ text: String) -> amqp_bytes_t {
        var text = text
        return text.withUTF8 { unsafe bytes(UnsafeRawBufferPointer($0)) }
    }

    func bytes(_ source: UnsafeRawBufferPointer) -> amqp_bytes_t {
        guard let base = source.baseAddress, source.count > 0, let copy = unsafe amqp_pool_alloc(pool, source.count)
        else {
            return unsafe amqp_bytes_t()
        }
        unsafe copy.copyMemory(from: base, byteCount: source.count)
        return unsafe amqp_bytes_t(len: source.count, bytes: copy)
    }

    /// Keys are sorted, so that equal tables are equal bytes.
    func table(_ values: [String: HeaderValue]) -> amqp_table_t {
        guard !values.isEmpty else { return unsafe amqp_table_t() }
        let size = unsafe values.count * MemoryLayout<amqp_table_entry_t>.stride
        guard let memory = unsafe amqp_pool_alloc(pool, size) else { return unsafe amqp_table_t() }
        let entries = unsafe memory.bindMemory(to: amqp_table_entry_t.self, capacity: values.count)
        for (index, (key, value)) in values.sorted(by: { $0.key < $1.key }).enumerated() {
            unsafe (entries + index).initialize(to: amqp_table_entry_t(key: bytes(key), value: field(value)))
        }
        return unsafe amqp_table_t(num_entries: Int32(values.count), entries: entries)
    }

    private func array(_ values: [HeaderValue]) -> amqp_array_t {
        guard !values.isEmpty else { return unsafe amqp_array_t() }
        let size = unsafe values.count * MemoryLayout<amqp_field_value_t>.stride
        guard let memory = unsafe amqp_pool_alloc(pool, size) else { return unsafe amqp_array_t() }
        let entries = unsafe memory.bindMemory(to: amqp_field_value_t.self, capacity: values.count)
        for (index, value) in values.enumerated() {
            unsafe (entries + index).initialize(to: field(value))
        }
        return unsafe amqp_array_t(num_entries: Int32(values.count), entries: entries)
    }

    private func field(_ value: HeaderValue) -> amqp_field_value_t {
        var field = unsafe amqp_field_value_t()
        let kind: amqp_field_value_kind_t
        switch value {
        case .string(let text):
            kind = AMQP_FIELD_KIND_UTF8
            unsafe field.value.bytes = unsafe bytes(text)
        case .bytes(let raw):
            kind = AMQP_FIELD_KIND_BYTES
            unsafe field.value.bytes = unsafe raw.withUnsafeBytes { unsafe bytes($0) }
        case .int64(let number):
            kind = AMQP_FIELD_KIND_I64
            unsafe field.value.i64 = number
        case .bool(let flag):
            kind = AMQP_FIELD_KIND_BOOLEAN
            unsafe field.value.boolean = flag ? 1 : 0
        case .double(let number):
            kind = AMQP_FIELD_KIND_F64
            unsafe field.value.f64 = number
        case .table(let values):
            kind = AMQP_FIELD_KIND_TABLE
            unsafe field.value.table = unsafe table(values)
        case .array(let values):
            kind = AMQP_FIELD_KIND_ARRAY
            unsafe field.value.array = unsafe array(values)
        }
        unsafe field.kind = UInt8(kind.rawValue)
        return unsafe field
    }
}
