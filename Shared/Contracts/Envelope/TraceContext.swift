public import FoundationEssentials
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
    public var traceID: String {
        String(unsafeUninitializedCapacity: 32) { buffer in
            writeTrace(to: buffer, at: 0)
            return 32
        }
    }

    /// 16 lower-case hexadecimal digits, not all zero.
    public var spanID: String {
        String(unsafeUninitializedCapacity: 16) { buffer in
            Self.write(span, to: buffer, at: 0)
            return 16
        }
    }

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
        // Every envelope that goes out has one.
        String(unsafeUninitializedCapacity: 55) { buffer in
            for index in 0..<55 { buffer[index] = UInt8(ascii: "0") }
            for index in [2, 35, 52] { buffer[index] = UInt8(ascii: "-") }
            writeTrace(to: buffer, at: 3)
            Self.write(span, to: buffer, at: 36)
            if isSampled { buffer[54] = UInt8(ascii: "1") }
            return 55
        }
    }

    /// The same trace, one span further. The span's id is taken from an id that a re-run gives again, such as the
    /// message's own, so that a repeat shows up as the same span.
    public func child(of id: some Collection<UInt8>) -> TraceContext {
        TraceContext(
            trace: trace, span: UInt64(truncatingIfNeeded: Self.number(of: id.suffix(8))), isSampled: isSampled)
    }

    /// The same from an id's bytes, without an array of them.
    public func child(of id: UUID) -> TraceContext {
        TraceContext(trace: trace, span: UInt64(truncatingIfNeeded: Self.number(of: id)), isSampled: isSampled)
    }

    /// A new trace, with ids taken from sixteen bytes that are unique, such as the first message's id.
    public static func root(from id: some Collection<UInt8>) -> TraceContext {
        TraceContext(
            trace: number(of: id.suffix(16)), span: UInt64(truncatingIfNeeded: number(of: id.suffix(8))),
            isSampled: true)
    }

    /// The same from an id's bytes, without an array of them.
    public static func root(from id: UUID) -> TraceContext {
        let number = number(of: id)
        return TraceContext(trace: number, span: UInt64(truncatingIfNeeded: number), isSampled: true)
    }

    private static func number(of id: UUID) -> UInt128 {
        withUnsafeBytes(of: id.uuid) { UInt128(bigEndian: $0.loadUnaligned(as: UInt128.self)) }
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

    /// Both halves of the trace's number and the span's are written by sixteen digits each.
    private static func write(_ number: UInt64, to buffer: UnsafeMutableBufferPointer<UInt8>, at position: Int) {
        let digits = StaticString("0123456789abcdef")
        var rest = number
        for place in (position..<position + 16).reversed() {
            buffer[place] = digits.utf8Start[Int(truncatingIfNeeded: rest & 15)]
            rest >>= 4
        }
    }

    private func writeTrace(to buffer: UnsafeMutableBufferPointer<UInt8>, at position: Int) {
        Self.write(UInt64(truncatingIfNeeded: trace >> 64), to: buffer, at: position)
        Self.write(UInt64(truncatingIfNeeded: trace), to: buffer, at: position + 16)
    }
}
