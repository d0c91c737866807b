/// A validated JSON document (RFC 8259).
///
/// One pass over the bytes checks everything and builds a flat tape of kinds and byte ranges; no text is copied until
/// a node is asked for it. Refused are, besides what the grammar forbids: a byte order mark, lone surrogates in
/// escapes, UTF-8 that is overlong or encodes surrogates, the same member twice in an object, and whatever passes
/// the limits.
public struct JSONDocument: Sendable {
    /// The document's one value.
    public let root: JSONNode

    /// Parses a complete document. The document keeps the bytes without copying them.
    ///
    /// - Throws: `invalid_json`, `duplicate_key`, `too_large` or `too_deep`; the message names line, column and byte.
    public init(parsing bytes: [UInt8], limits: JSONLimits = .default) throws(JSONError) {
        guard bytes.count <= limits.maximumBytes else {
            throw JSONError(
                code: .tooLarge, path: "$",
                message: "the document has \(bytes.count) bytes, allowed are \(limits.maximumBytes)")
        }
        var parser = JSONParser(limits: limits, byteCount: bytes.count)
        do {
            try parser.parseDocument(bytes.span)
        } catch {
            throw error.explained(tape: parser.tape, bytes: bytes)
        }
        root = JSONNode(storage: JSONStorage(bytes: bytes, tape: parser.tape), index: 0)
    }
}
