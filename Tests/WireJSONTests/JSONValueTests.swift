import Testing
import WireJSON

@Suite("JSONValue: passing on what we do not understand")
struct JSONValueTests {
    @Test("Unknown data comes out as it went in, its order and its numbers included")
    func passThrough() throws {
        let text = #"{"z":1.50,"a":[null,true,"x\n"],"n":72602420957047272632,"o":{"b":{},"a":[]}}"#
        let value = try JSONValue.parse(Array(text.utf8))
        #expect(String(decoding: value.jsonBytes, as: UTF8.self) == text)
        #expect(value["o"]?["a"] == .array([]))
        #expect(value["n"] == .number(text: "72602420957047272632"))
        #expect(value["absent"] == nil)
        #expect(value["a"]?["b"] == nil)
    }

    @Test("Two values are equal when they are the same JSON, in whatever order members stand")
    func equality() {
        #expect(JSONValue.object([("a", .null), ("b", .bool(true))]) == .object([("b", .bool(true)), ("a", .null)]))
        #expect(JSONValue.object([("a", .null)]) != .object([("b", .null)]))
        #expect(JSONValue.object([("a", .null)]) != .object([("a", .bool(false))]))
        #expect(JSONValue.object([]) != .array([]))
        #expect(JSONValue.array([.null, .bool(true)]) != .array([.bool(true), .null]))
        #expect(JSONValue.number(text: "1") != .number(text: "1.0"))
        #expect(JSONValue.number(text: "1") != .string("1"))
    }
}
