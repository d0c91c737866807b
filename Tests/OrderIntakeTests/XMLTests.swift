import OrderIntake
import Testing

@Suite("XML, as shops send it")
struct XMLTests {
    private func parse(_ text: String) throws -> XMLElement { try XMLReader.parse(Array(text.utf8)) }

    @Test("Elements, text, CDATA, entities and comments are read; prefixes and attributes mean nothing")
    func reading() throws {
        let root = try parse(
            """
            \u{FEFF}<?xml version="1.0"?><!-- a list -->
            <s:Envelope xmlns:s='urn:x'><Number> 1 &amp; 2 &#65;&#x42; </Number><Name><![CDATA[A <b> & c]]></Name><Gone/>\
            <List><Item id="1">a</Item><Item>b<!-- c --></Item></List></s:Envelope>
            """)
        #expect(root.name == "Envelope")
        #expect(root.value("Number") == "1 & 2 AB")
        #expect(root.value("Name") == "A <b> & c")
        #expect(root.value("Gone") == nil && root["Gone"] != nil)
        #expect(root.find("List")?.all("Item").map(\.text) == ["a", "b"])
    }

    @Test(
        "What is not well-formed, or could grow without bound, is refused and never crashes",
        arguments: [
            "", "x", "<a>", "<a></b>", "<a/><b/>", "<a b=c/>", "<a b=\"c/>", "<a>&lt</a>", "<a>&what;</a>",
            "<a>&#0;</a>",
            "<a>&#xD800;</a>", "<a><![CDATA[x</a>", "<!-- x <a/>", "<", "</", "<a", "<a ", "<a b", "<a b=", "< a/>",
            "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", "<a><!DOCTYPE b></a>",
        ])
    func refusals(text: String) {
        #expect(throws: XMLReader.Failure.self) { try XMLReader.parse(Array(text.utf8)) }
    }

    @Test("What is nested too deeply, or is not UTF-8, is refused")
    func bounds() throws {
        let deep = { (depth: Int) in
            String(repeating: "<a>", count: depth) + String(repeating: "</a>", count: depth)
        }
        _ = try parse(deep(40))
        #expect(throws: XMLReader.Failure.self) { try parse(deep(41)) }
        #expect(throws: XMLReader.Failure.self) { try XMLReader.parse([0x3C, 0xFF, 0x3E]) }
    }

    @Test("What is written is read as it was, cut to its length, without what XML cannot hold")
    func writing() throws {
        var xml = XMLWriter()
        xml.element("Orders", ["pages": "a\"<&"]) { xml in
            xml.element("A", "<x> & \"y\" \u{1}çğ😀")
            xml.element("B", "12345", limit: 3)
            xml.element("C", nil)
            xml.element("D", "")
        }
        let root = try parse(xml.text)
        #expect(root["A"]?.text == "<x> & \"y\" çğ😀")
        #expect(root["B"]?.text == "123")
        #expect(root["C"] == nil && root["D"] != nil)
    }
}
