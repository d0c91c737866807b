/// Takes the binary form of parameters; one buffer serves all statements of a connection, one after the other.
@safe
public struct PostgresEncoder: ~Copyable {
    private var memory: UnsafeMutableRawPointer
    private var capacity = 4096
    private(set) var count = 0
    private var isNull = false

    init() {
        unsafe memory = .allocate(byteCount: capacity, alignment: 8)
    }

    deinit {
        unsafe memory.deallocate()
    }

    /// Makes the current value NULL; nothing else may be written for it.
    public mutating func writeNull() {
        isNull = true
    }

    /// In network byte order, as the protocol has all numbers.
    public mutating func write<Number: FixedWidthInteger>(_ number: Number) {
        let size = MemoryLayout<Number>.size
        reserve(size)
        unsafe memory.storeBytes(of: number.bigEndian, toByteOffset: count, as: Number.self)
        count += size
    }

    public mutating func write(_ bytes: UnsafeRawBufferPointer) {
        guard let source = bytes.baseAddress else { return }
        reserve(bytes.count)
        unsafe (memory + count).copyMemory(from: source, byteCount: bytes.count)
        count += bytes.count
    }

    public mutating func write(_ text: String) {
        var text = text
        text.withUTF8 { utf8 in unsafe write(UnsafeRawBufferPointer(utf8)) }
    }

    /// The binary form of a one-dimensional array: dimensions, has-null flag, element type, length, lower bound,
    /// then each element with its length before it.
    mutating func writeArray<Element: PostgresParameter>(_ elements: [Element]) {
        write(Int32(elements.isEmpty ? 0 : 1))
        let flags = count
        write(Int32(0))
        write(Element.postgresType.rawValue)
        guard !elements.isEmpty else { return }
        // An array beyond Int32 exceeds the limit of a parameter, which is checked when it is complete.
        write(Int32(truncatingIfNeeded: elements.count))
        write(Int32(1))
        for element in elements {
            let start = count
            write(Int32(0))
            element.encode(into: &self)
            if takeNull() {
                count = start + 4
                store(-1, at: start)
                store(1, at: flags)
            } else {
                store(Int32(truncatingIfNeeded: count - start - 4), at: start)
            }
        }
    }

    mutating func takeNull() -> Bool {
        defer { isNull = false }
        return isNull
    }

    mutating func removeAll() {
        count = 0
        isNull = false
    }

    /// Valid until the next write.
    var start: UnsafePointer<CChar> {
        unsafe UnsafePointer(memory.assumingMemoryBound(to: CChar.self))
    }

    private mutating func store(_ number: Int32, at offset: Int) {
        unsafe memory.storeBytes(of: number.bigEndian, toByteOffset: offset, as: Int32.self)
    }

    private mutating func reserve(_ size: Int) {
        guard count + size > capacity else { return }
        capacity = max(capacity * 2, count + size)
        let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 8)
        unsafe larger.copyMemory(from: memory, byteCount: count)
        unsafe memory.deallocate()
        unsafe memory = unsafe larger
    }
}
