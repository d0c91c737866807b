import TestSupport
import Testing
import WireJSON

@Suite("Syntax: RFC 8259, strictly")
struct SyntaxTests {
    @Test(
        "What the grammar allows is read",
        arguments: [
            "null", "true", "false", "0", "-0", "\"\"", "[]", "{}", " \t\r\n null \t\r\n ",
            "[ ]", "{ }", "[1]", "[1,2 , 3]", "[[],[[]],{}]", #"{"":0}"#, #"{"a":{"b":[{"c":null}]}}"#,
            "-1", "10", "123456789", "0.0", "-0.5", "1e5", "1E5", "1e+5", "1e-5", "0e0", "-1.25E-10", "1e99999",
            "123456789012345678901234567890", "0.000000000000000000000000000001",
            #""\" \\ \/ \b \f \n \r \t""#, #""\u0000\u001F\u00e9\u20AC""#, #""\ud83d\ude00""#, #""\uDBFF\uDFFF""#,
            #""\uFFFF""#, "\"\u{7F}\u{80}\u{2028}\u{FFFF}\u{10FFFF}\"", "\"😀 é ﷽\"",
        ])
    func accepts(text: String) throws {
        #expect(throws: Never.self) { try JSONDocument(parsing: Array(text.utf8)) }
    }

    @Test(
        "What the grammar forbids is refused",
        arguments: [
            "", " ", "nul", "nulll", "True", "NULL", "undefined", "NaN", "Infinity", "-Infinity", "'a'", "a",
            "[", "]", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "[1,,2]", "[1}", "[1]]", "[1] 2", "1 2", "[]a",
            "{", "}", "{]", #"{"a"}"#, #"{"a":}"#, #"{"a":1,}"#, #"{"a":1"#, #"{"a" 1}"#, #"{"a"::1}"#, "{1:1}",
            #"{a:1}"#, #"{,"a":1}"#, #"{"a":1 "b":2}"#, #"{"a":1},"#, "{null:1}", "/* */ 1", "1 // one",
            "-", "+1", "01", "-01", "00", "1.", ".1", "-.1", "1.e1", "1e", "1e+", "1E-", "1.2.3", "0x10", "1_000",
            "1,000",
            "--1", "-a", "1a", "0e", "1e1.5", "1 000", "١",
            "\"", "\"a", "\"a\\\"", #""\x41""#, #""\'""#, #""\U0041""#, #""\u""#, #""\u12""#, #""\u12G4""#,
            #""\u 123""#,
            #""\"#, "\"\\", #""\ud800""#, #""\udc00""#, #""\ud800a""#, #""\ud800\n""#, #""\ud800\ud800""#,
            #""\ud800\u0041""#, #""\udc00\ud800""#, #""\ud800\"#, #""\ud83d\u""#,
            "\"\n\"", "\"\t\"", "\"\u{0}\"", "\"\u{1F}\"", "\u{FEFF}null", "\u{A0}1", "\u{0}", "1\u{0}", "\u{B}1",
            "\u{C}1",
        ])
    func refuses(text: String) {
        let error = #expect(throws: JSONError.self) { try JSONDocument(parsing: Array(text.utf8)) }
        #expect(error?.code == .invalidJSON)
    }

    @Test(
        "Bytes that are not UTF-8 are refused, in strings and keys",
        arguments: [
            [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC2], [0xC2, 0x20], [0xC2, 0xC2],  // stray, overlong, cut
            [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF], [0xE2, 0x82], [0xE2, 0x82, 0x41], [0xE2, 0x28, 0xA1],
            [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF],  // surrogates
            [0xF0, 0x80, 0x80, 0x80], [0xF0, 0x8F, 0xBF, 0xBF], [0xF0, 0x9F, 0x98], [0xF0, 0x9F, 0x98, 0x41],
            [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFE], [0xFF], [0xFF, 0xFE],  // beyond Unicode
        ] as [[UInt8]])
    func refusesInvalidUTF8(bytes: [UInt8]) {
        for (before, after) in [("\"", "\""), ("\"abcdefgh", "abcdefgh\""), ("{\"", "\":1}"), ("\"", "")] {
            let error = #expect(throws: JSONError.self) {
                try JSONDocument(parsing: Array(before.utf8) + bytes + Array(after.utf8))
            }
            #expect(error?.code == .invalidJSON)
        }
    }

    @Test("Every Unicode scalar is read as itself, raw and escaped, wherever it stands in a word of eight bytes")
    func readsEveryScalar() throws {
        var random = SeededGenerator(seed: 8)
        for value in UInt32(0)...0x10FFFF where value < 0x300 || value % 97 == 0 || value >= 0xFE00 && value <= 0x10010
        {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let before = String(repeating: "a", count: Int.random(in: 0..<9, using: &random))
            let expected = before + String(scalar) + "z"
            var writer = JSONWriter()
            writer.string(expected)
            let read = try JSONDocument(parsing: writer.bytes).root.string
            #expect(read.map { Array($0.utf8) } == Array(expected.utf8))
            let units = String(scalar).utf16.map { "\\u" + String(String(0x10000 + Int($0), radix: 16).dropFirst()) }
            let escaped = "\"\(before)\(units.joined())z\""
            let readEscaped = try JSONDocument(parsing: Array(escaped.utf8)).root.string
            #expect(readEscaped.map { Array($0.utf8) } == Array(expected.utf8))
        }
    }

    @Test("A syntax error names path, line, column and byte")
    func syntaxErrorsNameThePlace() {
        let text = "{\n  \"länge\": [1,\n    {\"sku\": 01}]\n}"
        let error = #expect(throws: JSONError.self) { try JSONDocument(parsing: Array(text.utf8)) }
        #expect(error?.path == "$[\"länge\"][1].sku")
        #expect(error?.message == "a number has no leading zeros (line 3, column 14, byte 31)")
    }

    @Test("The message of a syntax error does not repeat the document")
    func syntaxErrorsDoNotLeak() {
        let error = #expect(throws: JSONError.self) {
            try JSONDocument(parsing: Array(#"{"email":"jane@example.com" secret}"#.utf8))
        }
        #expect(error?.description.contains("jane") == false)
        #expect(error?.description.contains("secret") == false)
    }
}
