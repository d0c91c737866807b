import Testing
import WireJSON

@Suite("Duplicate keys: refused, because readers differ in which one they take")
struct DuplicateKeyTests {
    @Test(
        "The second occurrence is the place of the error",
        arguments: [
            (#"{"a":1,"a":2}"#, "$.a"), (#"{"a":1,"b":{"a":1},"a":2}"#, "$.a"),
            (#"[{"x":{"":1,"":1}}]"#, #"$[0].x[""]"#),
            (#"{"a":1,"\u0061":2}"#, "$.a"), (#"{"\u0061":1,"a":2}"#, "$.a"), (#"{"\n":1,"\u000a":2}"#, #"$["\n"]"#),
            (#"{"é":1,"\u00e9":2}"#, #"$["é"]"#), (#"{"amount":1,"currency":"EUR","amount":1}"#, "$.amount"),
        ])
    func refused(text: String, path: String) {
        let error = #expect(throws: JSONError.self) { try JSONDocument(parsing: Array(text.utf8)) }
        #expect(error?.code == .duplicateKey)
        #expect(error?.path == path)
    }

    @Test("Keys that only look alike are different")
    func alike() throws {
        // The same length, first, middle and last byte; and é composed and decomposed, equal to Swift, not to JSON.
        let texts = [#"{"abcde":1,"axcye":2,"a":3,"A":4,"aa":5}"#, "{\"\u{E9}\":1,\"e\u{301}\":2}"]
        for text in texts {
            let root = try JSONDocument(parsing: Array(text.utf8)).root
            #expect(root.members.map(\.value.int) == Array(1...root.count))
            for (key, value) in root.members { #expect(root[key]?.int == value.int) }
        }
    }

    @Test("In an object of any size, wherever the two stand", arguments: [2, 63, 64, 65, 66, 1000, 20000])
    func anySize(count: Int) throws {
        var keys = (0..<count).map { "key-\($0)" }
        func document() -> [UInt8] { Array(("{" + keys.map { "\"\($0)\":1" }.joined(separator: ",") + "}").utf8) }
        #expect(try JSONDocument(parsing: document()).root.count == count)
        let first = count / 3
        let last = count - 1
        keys[last] = keys[first]
        let error = #expect(throws: JSONError.self) { try JSONDocument(parsing: document()) }
        #expect(error?.code == .duplicateKey)
        #expect(error?.path == "$[\"key-\(first)\"]")
    }
}
