import Testing

@testable import WaybillCLI

@Suite("CSV reader")
struct CSVReaderTests {
    private func records(_ text: String) throws -> [CSVReader.Record] {
        var reader = CSVReader(ByteSource(bytes: Array(text.utf8)))
        var records: [CSVReader.Record] = []
        while let record = try reader.next() { records.append(record) }
        return records
    }

    @Test("quotes may hold commas, doubled quotes and line breaks, and lines are counted all the same")
    func quotes() throws {
        let records = try records("a,b\r\n\"x, \"\"y\"\"\",\"one\ntwo\"\n\nlast,\n")
        #expect(records.map(\.fields) == [["a", "b"], ["x, \"y\"", "one\ntwo"], ["last", ""]])
        #expect(records.map(\.line) == [1, 2, 5])
    }

    @Test("the mark that spreadsheets write in front is not part of the first name")
    func byteOrderMark() throws {
        #expect(try records("\u{FEFF}sku,title\n").first?.fields == ["sku", "title"])
    }

    @Test("a last line without an end is read")
    func lastLine() throws {
        #expect(try records("a,b\n1,2").map(\.fields) == [["a", "b"], ["1", "2"]])
    }

    @Test(
        "what cannot be read says in which line it begins",
        arguments: [
            ("a\n\"open\nstill", 2, "open_quote"), ("a\nb\n\"x\"y\n", 3, "stray_quote"),
        ])
    func errors(_ text: String, _ line: Int, _ code: String) throws {
        let error = try #require(throws: RowError.self) { try records(text) }
        #expect(error.line == line)
        #expect(error.code == code)
    }

    @Test("bytes that are no UTF-8 are refused with their line")
    func encoding() throws {
        var reader = CSVReader(ByteSource(bytes: Array("a\n".utf8) + [0xC3, 0x28, 0x0A]))
        _ = try reader.next()
        let error = try #require(throws: RowError.self) { try reader.next() }
        #expect(error.line == 2)
        #expect(error.code == "not_utf8")
    }

    @Test("a missing quote does not read the whole file into memory")
    func bound() throws {
        let text = "a\n\"" + String(repeating: "x\n", count: 1 << 20)
        let error = try #require(throws: RowError.self) { try records(text) }
        #expect(error.code == "too_long")
        #expect(error.line == 2)
    }
}
