@testable import CSV
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
        "what is broken says in which line it begins, and the line behind is read",
        arguments: [
            ("a\n\"open\nstill", 2, "open_quote"), ("a\n\"x\"y\nstill\n", 2, "stray_quote"),
            ("a\nb,\"open\nstill\nc,\"x\"\n", 2, "stray_quote"),
        ])
    func errors(_ text: String, _ line: Int, _ code: String) throws {
        let records = try records(text)
        #expect(records[1].fault?.line == line)
        #expect(records[1].fault?.code == code)
        #expect(records[2].line == 3)
        #expect(records[2].fields == ["still"])
        #expect(records.count { $0.fault != nil } == 1)
    }

    @Test("bytes that are no UTF-8 are refused with their line, and the record behind is read")
    func encoding() throws {
        var reader = CSVReader(ByteSource(bytes: Array("a,b\n".utf8) + [0xC3, 0x28] + Array(",\"x\ny\"\nc\n".utf8)))
        _ = try reader.next()
        let broken = try #require(try reader.next())
        #expect(broken.fault?.line == 2)
        #expect(broken.fault?.code == "not_utf8")
        #expect(try reader.next() == CSVReader.Record(line: 4, fields: ["c"]))
    }

    @Test("a missing quote does not read the whole file into memory, nor lose the lines behind it")
    func bound() throws {
        let lines = 600_000
        let records = try records("a\n\"" + String(repeating: "x\n", count: lines))
        #expect(records[1].fault?.code == "too_long")
        #expect(records[1].fault?.line == 2)
        #expect(records.count == lines + 1)
        #expect(records.last == CSVReader.Record(line: lines + 1, fields: ["x"]))
    }
}
