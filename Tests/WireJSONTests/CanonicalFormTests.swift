import TestSupport
import Testing
import WireJSON

@Suite("Canonical form: the input of content hashes")
struct CanonicalFormTests {
    private func canonical(_ text: String) throws -> String {
        String(decoding: try JSONDocument(parsing: Array(text.utf8)).root.canonicalBytes(), as: UTF8.self)
    }

    @Test("Keys are sorted, blanks are gone, strings are escaped minimally, numbers stay as written")
    func example() throws {
        let text = #"{ "b" : [ 1.50, "\u0041\/\u00e9\u001F" ] , "a\u0061": { "z":null, "Z":true }, "aa0": 1e2, "":{} }"#
        #expect(try canonical(text) == #"{"":{},"aa":{"Z":true,"z":null},"aa0":1e2,"b":[1.50,"A/é\u001f"]}"#)
    }

    @Test("A node's canonical form is that of the node alone")
    func ofANode() throws {
        let root = try JSONDocument(parsing: Array(#"{"x":1,"data":{"b":2, "a":1}}"#.utf8)).root
        #expect(root["data"]?.canonicalBytes() == Array(#"{"a":1,"b":2}"#.utf8))
    }

    @Test("Neither the order of members nor blanks nor escapes change it; it is its own canonical form")
    func properties() throws {
        let seed = SeededGenerator.printedSeed(for: "canonical form")
        var documents = RandomDocument(random: SeededGenerator(seed: seed))
        for _ in 0..<1500 {
            let value = documents.value()
            let first = try canonical(documents.text(of: value))
            let second = try canonical(documents.text(of: shuffled(value, using: &documents.random)))
            #expect(first == second, "seed \(seed)")
            #expect(try canonical(first) == first, "seed \(seed)")
            #expect(try JSONValue.parse(Array(first.utf8)) == value, "seed \(seed)")
        }
    }

    @Test("Different values have different canonical forms")
    func injective() throws {
        let texts = [
            "1", "1.0", "\"1\"", "[1]", "[[1]]", #"{"a":1}"#, #"{"a":"1"}"#, #"{"a":1,"b":1}"#, "null", "\"null\"",
            "true", "[1,2]", "[2,1]", "[12]", #"["a,b"]"#, #"["a","b"]"#, #"{"a":null}"#, "{}", "[]",
        ]
        #expect(try Set(texts.map { try canonical($0) }).count == texts.count)
    }

    private func shuffled(_ value: JSONValue, using random: inout SeededGenerator) -> JSONValue {
        switch value {
        case .object(let members):
            return .object(members.shuffled(using: &random).map { ($0.0, shuffled($0.1, using: &random)) })
        case .array(let values): return .array(values.map { shuffled($0, using: &random) })
        default: return value
        }
    }
}
