import Contracts
import Foundation
import Testing

/// Cases of the W3C's own test suite (trace-context/test/test.py), as far as they concern one header.
@Suite("Trace context: W3C, version 00")
struct TraceContextTests {
    private static let trace = "12345678901234567890123456789012"
    private static let span = "1234567890123456"

    @Test(
        "Read",
        arguments: [
            "00-\(trace)-\(span)-01", "00-\(trace)-\(span)-00", "00-\(trace)-\(span)-ff",
            "cc-\(trace)-\(span)-01", "cc-\(trace)-\(span)-01-what-the-future-will-be-like",
        ])
    func reads(header: String) throws {
        let context = try #require(TraceContext(traceparent: header))
        #expect(context.traceID == Self.trace)
        #expect(context.spanID == Self.span)
        #expect(context.isSampled == !header.hasSuffix("-00"))
    }

    @Test(
        "Refused, so that a new trace begins",
        arguments: [
            "", "00", "00-\(trace)-\(span)", "00-\(trace)-\(span)-01-what-the-future-will-be-like",
            "cc-\(trace)-\(span)-01.what-the-future-will-not-be-like", "ff-\(trace)-\(span)-01",
            ".0-\(trace)-\(span)-01",
            "0.-\(trace)-\(span)-01", "0-\(trace)-\(span)-01", "000-\(trace)-\(span)-01", "0A-\(trace)-\(span)-01",
            "00-00000000000000000000000000000000-\(span)-01", "00-.2345678901234567890123456789012-\(span)-01",
            "00-1234567890123456789012345678901-\(span)-01", "00-123456789012345678901234567890123-\(span)-01",
            "00-ABCDEF78901234567890123456789012-\(span)-01", "00-\(trace)-0000000000000000-01",
            "00-\(trace)-.234567890123456-01", "00-\(trace)-123456789012345-01", "00-\(trace)-12345678901234567-01",
            "00-\(trace)-ABCDEF7890123456-01", "00-\(trace)-\(span)-.0", "00-\(trace)-\(span)-0.",
            "00-\(trace)-\(span)-1",
            "00-\(trace)-\(span)-001", "00-\(trace)-\(span)-+1", "00-\(trace)-\(span)-0A", "00-\(trace)-\(span)-01 ",
        ])
    func refuses(header: String) {
        #expect(TraceContext(traceparent: header) == nil)
    }

    @Test("A child stays in the trace; its span is the message's, so that a repeat is the same span")
    func children() throws {
        let id = UUID.v5("message")
        let root = TraceContext.root(from: id.bytes)
        #expect(TraceContext(traceparent: root.traceparent) == root)
        #expect(root.traceID == id.text.filter { $0 != "-" })
        let child = root.child(of: UUID.v5("reply").bytes)
        #expect(child.traceID == root.traceID)
        #expect(child.spanID != root.spanID)
        #expect(child == root.child(of: UUID.v5("reply").bytes))
        #expect(TraceContext(traceparent: child.traceparent) == child)
        #expect(root.traceparent == "00-\(root.traceID)-\(root.spanID)-01")
        #expect(root.spanID == String(root.traceID.suffix(16)))
        #expect(TraceContext.root(from: id) == root)
        #expect(root.child(of: UUID.v5("reply")) == child)
    }
}
