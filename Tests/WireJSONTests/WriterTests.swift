import Testing
import WireJSON

@Suite("Writer: bytes appended to an array")
struct WriterTests {
    private func written(_ body: (inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter()
        body(&writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test("Only what must be escaped is escaped, in the short form where there is one")
    func escapes() {
        let text = "\u{0}\u{1}\u{8}\t\n\u{B}\u{C}\r\u{1F} \"\\/\u{7F}é\u{2028}😀"
        #expect(
            written { $0.string(text) }
                == #""\u0000\u0001\b\t\n\u000b\f\r\u001f \"\\/"# + "\u{7F}é\u{2028}😀\"")
    }

    @Test("A special character is found wherever it stands", arguments: 0..<40)
    func positions(position: Int) throws {
        for special in ["\"", "\\", "\n", "\u{1F}", "é", "😀"] {
            var text = Array(repeating: "x", count: 40)
            text[position] = special
            let expected = text.joined()
            #expect(try String.parse(expected.jsonBytes) == expected)
        }
    }

    @Test("Objects and arrays nest, with commas where they belong")
    func nesting() {
        let text = written { json in
            json.object { object in
                object.writeObject("empty") { _ in }
                object.write("list", [1, -2, 3])
                object.write("none", String?.none)
                object.writeNull("null")
                object.writeObject("inner") {
                    $0.write("optionals", [true, nil, false] as [Bool?])
                    $0.write("dictionary", ["b": 2, "a": 1])
                }
                object.writeRaw("raw", Array("[1 , 2]".utf8))
                object.write("k\"ey", "v")
            }
        }
        #expect(
            text == #"{"empty":{},"list":[1,-2,3],"null":null,"inner":{"optionals":[true,null,false],"#
                + #""dictionary":{"a":1,"b":2}},"raw":[1 , 2],"k\"ey":"v"}"#)
    }

    @Test("Scalars are written as JSON has them")
    func scalars() {
        #expect(written { $0.null() } == "null")
        #expect(written { $0.bool(true) } == "true")
        #expect(written { $0.bool(false) } == "false")
        #expect(written { $0.number(text: "12.50") } == "12.50")
        #expect(written { $0.int(0) } == "0")
        #expect(written { $0.int(UInt64.max) } == "18446744073709551615")
        #expect(written { $0.int(Int64.min) } == "-9223372036854775808")
        #expect(written { $0.int(-5) } == "-5")
    }

    @Test("A million bytes are appended without copying them each time")
    func bigObjects() throws {
        let value = String(repeating: "v", count: 100)
        let text = written { json in
            json.object { object in
                for number in 0..<9000 { object.write("key-\(number)", value) }
            }
        }
        #expect(
            try JSONDocument(parsing: Array(text.utf8), limits: JSONLimits(maximumBytes: 1 << 22)).root.count == 9000)
    }
}
