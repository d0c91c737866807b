import WireJSON

/// W3C Trace Context, version 00: which trace a message belongs to, and the span that caused it.
///
/// Kept as numbers: every envelope has one, and texts of their length would each be an allocation.
public struct TraceContext: Hashable, Sendable {
    private let trace: UInt128
    private let span: UInt64
    public let isSampled: Bool

    private init(trace: UInt128, span: UInt64, isSampled: Bool) {
        self.trace = trace
        self.span = span
        self.isSampled = isSampled
    }

    /// 32 lower-case hexadecimal digits, not all zero.
    public var traceID: String { Self.text(of: [(trace, 32)]) }
    /// 16 lower-case hexadecimal digits, not all zero.
    public var spanID: String { Self.text(of: [(UInt128(span), 16)]) }

    /// Reads a `traceparent`; nil when it is malformed, in which case the specification starts a new trace.
    public init?(traceparent: String) {
        let text = traceparent.utf8.span
        // A later version may say more, behind a dash.
        guard text.count >= 55, let version = Self.number(in: text, 0..<2), version != 0xFF,
            text.count == 55 || version != 0 && text[55] == UInt8(ascii: "-"),
            text[2] == UInt8(ascii: "-"), let trace = Self.number(in: text, 3..<35), trace != 0,
            text[35] == UInt8(ascii: "-"), let span = Self.number(in: text, 36..<52), span != 0,
            text[52] == UInt8(ascii: "-"), let flags = Self.number(in: text, 53..<55)
        else { return nil }
        self.init(trace: trace, span: UInt64(truncatingIfNeeded: span), isSampled: flags & 1 == 1)
    }

    public var traceparent: String {
        Self.text(of: [(0, 2), (trace, 32), (UInt128(span), 16), (isSampled ? 1 : 0, 2)])
    }

    /// The same trace, one span further. The span's id is taken from an id that a re-run gives again, such as the
    /// message's own, so that a repeat shows up as the same span.
    public func child(of id: some Collection<UInt8>) -> TraceContext {
        TraceContext(
            trace: trace, span: UInt64(truncatingIfNeeded: Self.number(of: id.suffix(8))), isSampled: isSampled)
    }

    /// A new trace, with ids taken from sixteen bytes that are unique, such as the first message's id.
    public static func root(from id: some Collection<UInt8>) -> TraceContext {
        TraceContext(
            trace: number(of: id.suffix(16)), span: UInt64(truncatingIfNeeded: number(of: id.suffix(8))),
            isSampled: true)
    }

    private static func number(of bytes: some Sequence<UInt8>) -> UInt128 {
        bytes.reduce(0) { $0 << 8 | UInt128($1) }
    }

    /// The value of lower-case hexadecimal digits; nil when there is anything else.
    private static func number(in text: Span<UInt8>, _ range: Range<Int>) -> UInt128? {
        var number: UInt128 = 0
        for index in range {
            let digit: UInt8
            switch text[index] {
            case 48...57: digit = text[index] - 48
            case 97...102: digit = text[index] - 87
            default: return nil
            }
            number = number << 4 | UInt128(digit)
        }
        return number
    }

    /// Each number with so many hexadecimal digits, a dash between them.
    private static func text(of parts: [(number: UInt128, digits: Int)]) -> String {
        let digits = StaticString("0123456789abcdef")
        return String(unsafeUninitializedCapacity: parts.reduce(-1) { $0 + $1.digits + 1 }) { buffer in
            var position = 0
            for (index, part) in parts.enumerated() {
                if index > 0 {
                    buffer[position] = UInt8(ascii: "-")
                    position += 1
                }
                for place in 0..<part.digits {
                    let digit = Int(truncatingIfNeeded: part.number >> UInt128(4 * (part.digits - 1 - place)) & 15)
                    buffer[position] = digits.utf8Start[digit]
                    position += 1
                }
            }
            return position
        }
    }
}
