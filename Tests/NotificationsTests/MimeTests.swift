import Contracts
import FoundationEssentials
import TestSupport
import Testing

@testable import Notifications

@Suite("An e-mail as bytes")
struct MimeTests {
    static let recipient = NotificationsFixture.address("ayse@example.com")

    static func mail(
        name: String? = "Ayşe Yılmaz", subject: String = "#1001 numaralı siparişiniz yola çıktı",
        text: String = "Merhaba,\n\nyola çıktı.\n", html: String = "<p>yola çıktı</p>\n"
    ) -> OutgoingMail {
        OutgoingMail(
            messageID: "<6f9c7a58-3b8d-5c6e-9b39-0a3c1f2b7d10@cayevi.example>", date: NotificationsFixture.time,
            recipient: recipient.text, recipientName: name, language: .turkish, subject: subject, text: text,
            html: html)
    }

    static func parsed(_ mail: OutgoingMail) throws -> ParsedMail {
        try ParsedMail(MimeMessage.bytes(mail, from: NotificationsFixture.sender, to: recipient))
    }

    @Test("is read by another parser as it was meant")
    func parsing() throws {
        let parsed = try Self.parsed(Self.mail())
        #expect(parsed.defects.isEmpty && parsed.bare == 0 && parsed.ascii && parsed.longest <= 78)
        #expect(parsed.header("subject") == ["#1001 numaralı siparişiniz yola çıktı"])
        #expect(parsed.to == [["Ayşe Yılmaz", "ayse@example.com"]])
        #expect(parsed.from == [["Çay Evi", "orders@cayevi.example"]])
        #expect(parsed.header("reply-to") == ["help@cayevi.example"])
        #expect(parsed.header("message-id") == ["<6f9c7a58-3b8d-5c6e-9b39-0a3c1f2b7d10@cayevi.example>"])
        #expect(parsed.date == "2026-03-03T10:00:00+00:00")
        #expect(parsed.header("auto-submitted") == ["auto-generated"])
        #expect(parsed.type == "multipart/alternative")
        #expect(parsed.parts == [["text/plain", "Merhaba,\n\nyola çıktı.\n"], ["text/html", "<p>yola çıktı</p>\n"]])
    }

    @Test("has the same bytes whenever it is made")
    func repeated() {
        let text = String(
            decoding: MimeMessage.bytes(Self.mail(), from: NotificationsFixture.sender, to: Self.recipient),
            as: UTF8.self)
        #expect(text.contains("boundary=\"=_6f9c7a583b8d5c6e9b390a3c1f2b7d10\"\r\n\r\n--=_6f9c7a58"))
        let bytes = (0..<2).map { _ in
            MimeMessage.bytes(Self.mail(), from: NotificationsFixture.sender, to: Self.recipient)
        }
        #expect(bytes[0] == bytes[1])
    }

    @Test(
        "has no header and no recipient that a name or a subject brought in",
        arguments: [
            "Eve\r\nBcc: victim@example.com", "Eve\nBcc: victim@example.com\n\nbody", "Eve\rBcc: v@example.com",
            "Eve\u{2028}Bcc: v@example.com", "Eve\u{0}\u{0B}\u{85}Bcc: v@example.com",
            "\"Eve\" <victim@example.com>, ", "Eve\\", "=?UTF-8?B?RXZlDQpCY2M6IHZAZXhhbXBsZS5jb20=?=",
            "Eve <victim@example.com>",
        ])
    func injection(text: String) throws {
        let parsed = try Self.parsed(Self.mail(name: text, subject: text))
        let plain = try Self.parsed(Self.mail(name: "Eve", subject: "Eve"))
        #expect(parsed.headers.map { $0[0] } == plain.headers.map { $0[0] })
        #expect(parsed.header("bcc").isEmpty)
        #expect(parsed.to.map { $0[1] } == ["ayse@example.com"])
        #expect(parsed.to.first?[0] == text.singleLine)
        #expect(parsed.header("subject") == [text.singleLine])
        #expect(parsed.parts == plain.parts)
        #expect(parsed.bare == 0)
    }

    @Test("says what was said, for any text")
    func properties() throws {
        var generator = SeededGenerator()
        let alphabet = Array("aeö ş\t=._-\"\\<>?é漢😀\n\n  ")
        for _ in 0..<12 {
            func text(_ length: Int) -> String {
                String((0..<length).map { _ in alphabet.randomElement(using: &generator) ?? " " })
            }
            let mail = Self.mail(
                name: "x" + text(Int.random(in: 0...120, using: &generator)),
                subject: "x" + text(Int.random(in: 0...200, using: &generator)),
                text: text(2000) + ".\n.\nFrom me\n", html: text(500) + "\n")
            let parsed = try Self.parsed(mail)
            #expect(parsed.defects.isEmpty, "seed \(generator.seed)")
            #expect(parsed.parts == [["text/plain", mail.text], ["text/html", mail.html]], "seed \(generator.seed)")
            #expect(parsed.header("subject") == [mail.subject.singleLine], "seed \(generator.seed)")
            #expect(
                parsed.to == [[mail.recipientName?.singleLine ?? "", "ayse@example.com"]], "seed \(generator.seed)")
            #expect(parsed.longest <= 78 && parsed.bare == 0 && parsed.ascii, "seed \(generator.seed)")
        }
    }

    @Test("goes to addresses that are clearly addresses, and to no others")
    func addresses() {
        for text in ["a@b", "ayse.yilmaz+tea@example.co.uk", " o'neil@example.com ", "x_y@sub-1.example"] {
            #expect(MailAddress(text) != nil, "\(text)")
        }
        let long = String(repeating: "a", count: 65)
        for text in [
            "", "a", "@", "a@", "@b", "a@b@c", "a b@c", "a@b c", "a@b\r\nRCPT TO:<v@x>", "<a@b>", "a@b>", "a,b@c",
            ".a@b",
            "a..b@c", "a.@b", "a@.b", "a@b..c", "\"a b\"@c", "ayşe@example.com", "a@[127.0.0.1]", "\(long)@b",
            "a@\(long)",
            "a\u{0}@b",
        ] {
            #expect(MailAddress(text) == nil, "\(text)")
        }
        #expect(MailAddress("a@example.com")?.domain == "example.com")
    }

    @Test("has a date as RFC 5322 writes it")
    func dates() {
        #expect(Timestamp(seconds: 0).mailDate == "Thu, 01 Jan 1970 00:00:00 +0000")
        #expect(Timestamp(seconds: -1).mailDate == "Wed, 31 Dec 1969 23:59:59 +0000")
        #expect(Timestamp(microseconds: 1_709_210_096_500_000).mailDate == "Thu, 29 Feb 2024 12:34:56 +0000")
    }
}
