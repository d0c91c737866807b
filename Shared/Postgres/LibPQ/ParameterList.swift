/// The parameters of one statement in the form that libpq takes; reused from statement to statement.
@safe
struct ParameterList: ~Copyable {
    private(set) var types: [UInt32] = []
    private var encoder = PostgresEncoder()
    /// Where each value starts in the encoder's buffer, or -1 for NULL.
    private var starts: [Int] = []
    private var lengths: [Int32] = []
    private var formats: [Int32] = []
    private var pointers: [UnsafePointer<CChar>?] = unsafe []

    /// A value above this is refused here: the server allows no field over 1 GB.
    private static let longest = 1_000_000_000
    private static let binary: Int32 = 1

    /// Replaces what was there.
    /// - Throws: ``PostgresError`` `.encoding` for a value that is too long.
    mutating func set(_ parameters: [any PostgresParameter]) throws(PostgresError) {
        types.removeAll(keepingCapacity: true)
        starts.removeAll(keepingCapacity: true)
        lengths.removeAll(keepingCapacity: true)
        encoder.removeAll()
        for parameter in parameters {
            try append(parameter)
        }
        while formats.count < types.count {
            formats.append(Self.binary)
        }
    }

    private mutating func append(_ parameter: some PostgresParameter) throws(PostgresError) {
        let start = encoder.count
        parameter.encode(into: &encoder)
        types.append(type(of: parameter).postgresType.rawValue)
        if encoder.takeNull() {
            starts.append(-1)
            lengths.append(0)
            return
        }
        let length = encoder.count - start
        guard length <= Self.longest else {
            throw PostgresError(.encoding, "parameter \(types.count) has \(length) bytes; the limit is \(Self.longest)")
        }
        starts.append(start)
        lengths.append(Int32(length))
    }

    /// Lends libpq its arrays. The pointers are made last, since the buffer moves while it grows.
    mutating func withCArrays<Result>(
        _ body: (
            Int32, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?
        ) -> Result
    ) -> Result {
        let base = unsafe encoder.start
        unsafe pointers.removeAll(keepingCapacity: true)
        for start in starts {
            unsafe pointers.append(start < 0 ? nil : base + start)
        }
        return unsafe body(Int32(types.count), pointers, lengths, formats)
    }
}
