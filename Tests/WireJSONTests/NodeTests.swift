import Testing
import WireJSON

@Suite("Nodes: reading values out of a document")
struct NodeTests {
    private let root: JSONNode

    init() throws {
        let text = #"""
            { "id": 820982911946154508, "name": "B\u00f6b \ud83d\ude00", "total": 12.50, "paid": true, "void": false,
              "note": null, "lines": [ {"sku": "A"}, {"sku": "B", "tags": ["x", "y"]} ], "esc\u0061ped": "yes" , "":0 }
            """#
        root = try JSONDocument(parsing: Array(text.utf8)).root
    }

    @Test("Members are found by their text, escaped or not")
    func members() {
        #expect(root.kind == .object)
        #expect(root.count == 9)
        #expect(root["escaped"]?.string == "yes")
        #expect(root[""]?.int == 0)
        #expect(root["name"]?.string == "Böb 😀")
        #expect(root["absent"] == nil)
        #expect(root["lines"]?["sku"] == nil)
        #expect(root["note"]?.isNull == true)
        #expect(
            root.members.map(\.key) == ["id", "name", "total", "paid", "void", "note", "lines", "escaped", ""])
    }

    @Test("Elements are found by position")
    func elements() throws {
        let lines = try #require(root["lines"])
        #expect(lines.count == 2)
        #expect(lines[1]?["tags"]?[1]?.string == "y")
        #expect(lines[2] == nil)
        #expect(lines[-1] == nil)
        #expect(root[0] == nil)
        #expect(lines.elements.map { $0["sku"]?.string } == ["A", "B"])
        #expect(Array(root.elements).isEmpty)
        #expect(Array(lines.members).isEmpty)
    }

    @Test("A scalar answers only for its own kind")
    func scalars() throws {
        let total = try #require(root["total"])
        #expect(total.rawNumber == "12.50")
        #expect(total.text == "12.50")
        #expect(total.string == nil)
        #expect(total.int64 == nil)
        #expect(total.bool == nil)
        #expect(root["paid"]?.bool == true)
        #expect(root["void"]?.bool == false)
        #expect(root["paid"]?.text == nil)
        #expect(root["name"]?.text == "Böb 😀")
        #expect(root["name"]?.rawNumber == nil)
        #expect(root["note"]?.bool == nil)
        #expect(root.string == nil)
    }

    @Test("Raw bytes are the value's own, as written")
    func rawBytes() throws {
        #expect(root["lines"]?[0].map { Array($0.rawBytes) } == Array(#"{"sku": "A"}"#.utf8))
        #expect(root["name"].map { Array($0.rawBytes) } == Array(#""B\u00f6b \ud83d\ude00""#.utf8))
        #expect(root["paid"].map { Array($0.rawBytes) } == Array("true".utf8))
    }

    @Test(
        "Integers of 64 bits are exact, others are none",
        arguments: [
            ("0", 0), ("-0", 0), ("7", 7), ("-7", -7), ("820982911946154508", 820_982_911_946_154_508),
            ("9223372036854775807", .max), ("-9223372036854775808", .min), ("9223372036854775808", nil),
            ("-9223372036854775809", nil), ("72602420957047272632", nil), ("100000000000000000000000", nil),
            ("5.0", 5), ("-5.00", -5), ("5.01", nil), ("0.5", nil), ("1e2", nil), ("1.0e2", nil), ("1E0", nil),
        ] as [(String, Int64?)])
    func integers(text: String, expected: Int64?) throws {
        let node = try JSONDocument(parsing: Array(text.utf8)).root
        #expect(node.int64 == expected)
        #expect(node.int == expected.map { Int($0) })
        #expect(node.rawNumber == text)
        #expect(node.text == text)
        #expect(node.string == nil)
    }

    @Test("Every node knows its path")
    func paths() throws {
        #expect(root.path == "$")
        #expect(root["lines"]?.path == "$.lines")
        #expect(root["lines"]?[1]?["tags"]?[1]?.path == "$.lines[1].tags[1]")
        #expect(root["escaped"]?.path == "$.escaped")
        #expect(root[""]?.path == #"$[""]"#)
        let odd = try JSONDocument(parsing: Array(#"{"a b":{"1":{"q\"":[[0]]}}}"#.utf8)).root
        #expect(odd["a b"]?["1"]?["q\""]?[0]?[0]?.path == #"$["a b"]["1"]["q\""][0][0]"#)
    }

    @Test("A path does not carry a megabyte of key into a log")
    func longKeys() throws {
        let key = String(repeating: "k", count: 500_000)
        let root = try JSONDocument(parsing: Array("{\"\(key)\":1}".utf8)).root
        let path = try #require(root[key]?.path)
        #expect(path.utf8.count < 150)
    }

    @Test("A node outlives the document it came from")
    func ownership() throws {
        func name() throws -> JSONNode? {
            try JSONDocument(parsing: Array(#"{"name":"kept alive, longer than a small string"}"#.utf8)).root["name"]
        }
        #expect(try name()?.string == "kept alive, longer than a small string")
    }
}
