import Testing
import WireJSON

@Suite("Limits: what a document may ask of us")
struct LimitTests {
    @Test("A document of the allowed size is read, one byte more is refused before it is looked at")
    func size() throws {
        let limits = JSONLimits(maximumBytes: 10)
        _ = try JSONDocument(parsing: Array("\"12345678\"".utf8), limits: limits)
        let error = #expect(throws: JSONError.self) {
            try JSONDocument(parsing: Array("\"123456789\"".utf8), limits: limits)
        }
        #expect(error?.code == .tooLarge)
        #expect(JSONLimits.default.maximumBytes == 1 << 20)
    }

    @Test("Arrays and objects nest to the limit and not deeper")
    func depth() throws {
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            func nested(_ depth: Int) -> [UInt8] {
                Array((String(repeating: open, count: depth) + "1" + String(repeating: close, count: depth)).utf8)
            }
            _ = try JSONDocument(parsing: nested(32))
            let error = #expect(throws: JSONError.self) { try JSONDocument(parsing: nested(33)) }
            #expect(error?.code == .tooDeep)
        }
    }

    @Test("A hundred thousand opening brackets do not overflow the stack, whatever limit is asked for")
    func hostileDepth() throws {
        let limits = JSONLimits(maximumDepth: .max)
        let error = #expect(throws: JSONError.self) {
            try JSONDocument(parsing: [UInt8](repeating: UInt8(ascii: "["), count: 100_000), limits: limits)
        }
        #expect(error?.code == .tooDeep)
        let deep = String(repeating: "[", count: 512) + String(repeating: "]", count: 512)
        let root = try JSONDocument(parsing: Array(deep.utf8), limits: limits).root
        #expect(root.canonicalBytes() == Array(deep.utf8))
    }

    @Test("U+0000 is refused where the limits say so")
    func nul() throws {
        let bytes = Array(#"{"name":"a\u0000b"}"#.utf8)
        #expect(try JSONDocument(parsing: bytes).root["name"]?.string == "a\0b")
        let error = #expect(throws: JSONError.self) {
            try JSONDocument(parsing: bytes, limits: JSONLimits(allowsNUL: false))
        }
        #expect(error?.code == .invalidValue)
        #expect(error?.path == "$.name")
    }
}
