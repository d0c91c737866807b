import Contracts
import Foundation
import TestSupport
import Testing

@Suite("Ids: RFC 9562")
struct UUIDTests {
    private static let dns = "6ba7b810-9dad-11d1-80b4-00c04fd430c8"

    @Test("Version 5 is that of the RFC's appendix, and of Python's uuid5")
    func v5() throws {
        let dns = try #require(UUID(text: Self.dns))
        #expect(UUID.v5("www.example.com", in: dns).text == "2ed6657d-e927-568b-95e1-2665a8aea6a2")
        // python3 -c 'import uuid; print(uuid.uuid5(uuid.NAMESPACE_DNS, "Bağdat Cad. 1"))'
        #expect(UUID.v5("Bağdat Cad. 1", in: dns).text == "da9f3bed-8c22-5d19-a3e8-f21a43b901a0")
        #expect(UUID.v5("", in: dns).text == "4ebd0208-8328-5d69-8c44-ec50939c0967")
    }

    @Test("Our name space never changes: ids made from it are stored")
    func namespace() {
        #expect(UUID.waybill.text == "5b1e0a6c-2f57-4d1b-9d3e-77617962696c")
        #expect(UUID.v5("outside/web/main/1001") == .v5("outside/web/main/1001", in: .waybill))
    }

    @Test("Version 7 carries its millisecond, sorts by it, and is made again from the same entropy")
    func v7() {
        let seed = SeededGenerator.printedSeed(for: "UUIDv7")
        var random = SeededGenerator(seed: seed)
        var last = ""
        for milliseconds in Int64(1_772_368_200_000)..<1_772_368_200_500 {
            let entropy = UUID.v5(String(random.next()))
            let time = Timestamp(microseconds: milliseconds * 1000 + 999)
            let id = UUID.v7(at: time, entropy: entropy)
            #expect(id.v7Time == Timestamp(microseconds: milliseconds * 1000))
            #expect(id == .v7(at: time, entropy: entropy))
            #expect(id.bytes[6] >> 4 == 7)
            #expect(id.bytes[8] >> 6 == 0b10)
            #expect(id.text > last)
            last = id.text
        }
        #expect(UUID.v5("x").v7Time == nil)
    }

    @Test("The example of the RFC's appendix")
    func v7Example() throws {
        let id = try #require(UUID(text: "017F22E2-79B0-7CC3-98C4-DC0C0C07398F"))
        #expect(id.v7Time == Timestamp(rfc3339: "2022-02-22T14:22:22-05:00"))
        #expect(UUID.v7(at: try #require(id.v7Time), entropy: id) == id)
    }

    @Test("The text is Foundation's in lower case, and read in either case")
    func text() {
        for _ in 0..<200 {
            let id = UUID()
            #expect(id.text == id.uuidString.lowercased())
            #expect(UUID(text: id.uuidString) == id)
            #expect(UUID(text: id.text) == id)
        }
    }

    @Test(
        "Anything else is refused",
        arguments: [
            "", "6ba7b8109dad11d180b400c04fd430c8", "{6ba7b810-9dad-11d1-80b4-00c04fd430c8}",
            "6ba7b810-9dad-11d1-80b4-00c04fd430c", "6ba7b810-9dad-11d1-80b4-00c04fd430c8a",
            "6ba7b810-9dad-11d1-80b4-00c04fd430cg", "6ba7b81-09dad-11d1-80b4-00c04fd430c8",
            "6ba7b810-9dad-11d1-80b4-00c04fd430c8-", "٦ba7b810-9dad-11d1-80b4-00c04fd430c8",
        ])
    func refused(text: String) {
        #expect(UUID(text: text) == nil)
    }
}
