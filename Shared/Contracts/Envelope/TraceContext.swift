import WireJSON

/// W3C Trace Context, version 00: which trace a message belongs to, and the span that caused it.
public struct TraceContext: Hashable, Sendable {
    /// 32 lower-case hexadecimal digits, not all zero.
    public let traceID: String
    /// 16 lower-case hexadecimal digits, not all zero.
    public let spanID: String
    public let isSampled: Bool

    public init(traceID: String, spanID: String, isSampled: Bool = true) {
        self.traceID = traceID
        self.spanID = spanID
        self.isSampled = isSampled
    }

    /// Reads a `traceparent`; nil when it is malformed, in which case the specification starts a new trace.
    public init?(traceparent: some StringProtocol) {
        let parts = traceparent.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 4, parts[0].utf8.count == 2, parts[0] != "ff", parts[0] != "00" || parts.count == 4,
            Self.isHexadecimal(parts[0]), Self.isIdentifier(parts[1], length: 32),
            Self.isIdentifier(parts[2], length: 16), parts[3].utf8.count == 2, Self.isHexadecimal(parts[3]),
            let flags = UInt8(parts[3], radix: 16)
        else { return nil }
        self.init(traceID: String(parts[1]), spanID: String(parts[2]), isSampled: flags & 1 == 1)
    }

    public var traceparent: String { "00-\(traceID)-\(spanID)-\(isSampled ? "01" : "00")" }

    /// The same trace, one span further. The span's id is taken from an id that a re-run gives again, such as the
    /// message's own, so that a repeat shows up as the same span.
    public func child(of id: some Sequence<UInt8>) -> TraceContext {
        TraceContext(traceID: traceID, spanID: Self.hexadecimal(id, bytes: 8), isSampled: isSampled)
    }

    /// A new trace, with ids taken from sixteen bytes that are unique, such as the first message's id.
    public static func root(from id: some Collection<UInt8>) -> TraceContext {
        TraceContext(traceID: hexadecimal(id, bytes: 16), spanID: hexadecimal(id.suffix(8), bytes: 8))
    }

    private static func hexadecimal(_ bytes: some Sequence<UInt8>, bytes count: Int) -> String {
        let digits = Array("0123456789abcdef".utf8)
        let text = bytes.suffix(count).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }

    private static func isIdentifier(_ text: some StringProtocol, length: Int) -> Bool {
        text.utf8.count == length && isHexadecimal(text) && text.contains { $0 != "0" }
    }

    private static func isHexadecimal(_ text: some StringProtocol) -> Bool {
        text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    }
}
