public import WireJSON

extension JSONLimits {
    /// What a message may be: 4 MiB, which is an order of 5,000 lines with room to spare, and no U+0000, which PostgreSQL's
    /// `text` and `jsonb` cannot keep.
    public static let message = JSONLimits(maximumBytes: 4 << 20, maximumDepth: 32, allowsNUL: false)
}

/// The body of one AMQP message: one envelope, or several in CloudEvents' JSON batch format.
public enum EnvelopeBatch {
    /// Takes a body apart, without reading the envelopes: one that is wrong must not take its neighbours with it.
    ///
    /// - Parameter contentType: A batch is an array under `application/cloudevents-batch+json`. Any other type, or none,
    ///   means one envelope: what it really is will show when it is read.
    /// - Throws: What parsing throws, or `wrong_type` for a batch that is no array.
    public static func split(_ bytes: [UInt8], contentType: String?) throws(JSONError) -> [JSONNode] {
        let root = try JSONDocument(parsing: bytes, limits: .message).root
        guard isBatch(contentType) else { return [root] }
        guard root.kind == .array else { throw root.wrongType(expected: "an array of envelopes") }
        return Array(root.elements)
    }

    /// Packs encoded envelopes into one body, in their order.
    public static func join(_ envelopes: some Collection<[UInt8]>) -> [UInt8] {
        var body: [UInt8] = []
        body.reserveCapacity(envelopes.reduce(2) { $0 + $1.count + 1 })
        body.append(UInt8(ascii: "["))
        for envelope in envelopes {
            if body.count > 1 { body.append(UInt8(ascii: ",")) }
            body.append(contentsOf: envelope)
        }
        body.append(UInt8(ascii: "]"))
        return body
    }

    /// A media type is compared without case and parameters such as `charset`.
    private static func isBatch(_ contentType: String?) -> Bool {
        guard let type = contentType?.split(separator: ";").first else { return false }
        let trimmed = type.drop { $0 == " " }.prefix { $0 != " " }
        return trimmed.utf8.count == Envelope.batchContentType.utf8.count
            && trimmed.lowercased() == Envelope.batchContentType
    }
}
