import Contracts
import Foundation
import TestSupport
import Testing

@testable import Notifications

@Suite("What customers read")
struct WordingTests {
    @Test(
        "is the golden text of each milestone and language",
        arguments: MailLanguage.allCases, NotificationsFixture.milestones)
    func golden(language: MailLanguage, milestone: Milestone) throws {
        let renderer = try MailRenderer(sender: NotificationsFixture.sender)
        let mail = try #require(
            renderer.render(
                NotificationsFixture.reached(milestone), link: NotificationsFixture.link(milestone), in: language))
        let text = "Subject: \(mail.subject)\n\n\(mail.text)\n--\n\(mail.html)"
        let file = PythonScript.tests.appending(path: "Golden/\(milestone.rawValue).\(language.rawValue).txt")
        if ProcessInfo.processInfo.environment["WAYBILL_RECORD_GOLDEN"] != nil {
            try Data(text.utf8).write(to: file)
        }
        #expect(text == (try String(contentsOf: file, encoding: .utf8)))
    }

    @Test("has no template that nobody renders")
    func complete() throws {
        let folder = PythonScript.tests.appending(path: "../../Services/Notifications/Templates").standardized
        for language in MailLanguage.allCases {
            let files = try FileManager.default.contentsOfDirectory(
                atPath: folder.appending(path: language.rawValue).path())
            let names = Set(files.compactMap { $0.split(separator: ".").first.map(String.init) })
            #expect(names == Set(NotificationsFixture.milestones.map(\.rawValue) + ["head", "foot", "reason"]))
            #expect(files.count == NotificationsFixture.milestones.count * 3 + 5)
        }
    }

    @Test("is in the best language there is for a tag, English when there is none")
    func languages() {
        for tag in ["tr", "TR", "tr-TR", "tr_TR", " tr-Latn-CY"] { #expect(MailLanguage(tag: tag) == .turkish) }
        for tag in ["en", "en-GB", "de", "trv", "", "x-tr", nil] { #expect(MailLanguage(tag: tag) == .english) }
    }

    @Test(
        "has money as the language writes it",
        arguments: [
            (124_980, "TRY", "₺1,249.80", "₺1.249,80"), (5, "EUR", "€0.05", "€0,05"), (0, "USD", "$0.00", "$0,00"),
            (-123_456_789, "GBP", "-£1,234,567.89", "-£1.234.567,89"),
            (1500, "JPY", "JPY\u{A0}1,500", "JPY\u{A0}1.500"),
            (1_234_567, "KWD", "KWD\u{A0}1,234.567", "KWD\u{A0}1.234,567"),
            (100_000, "CHF", "CHF\u{A0}1,000.00", "CHF\u{A0}1.000,00"),
        ] as [(Int64, String, String, String)])
    func money(amount: Int64, currency: String, english: String, turkish: String) {
        #expect(MoneyText.text(amount, Currency(rawValue: currency), in: .english) == english)
        #expect(MoneyText.text(amount, Currency(rawValue: currency), in: .turkish) == turkish)
    }

    /// A layout is made of slots and not of texts, so a tag that does something to its text would do it to the slot.
    @Test("is shown by templates as it is, in tags without a function")
    func tags() throws {
        let folder = PythonScript.tests.appending(path: "../../Services/Notifications/Templates").standardized
        for language in MailLanguage.allCases {
            let folder = folder.appending(path: language.rawValue)
            for file in try FileManager.default.contentsOfDirectory(atPath: folder.path()) {
                let template = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
                #expect(template.matches(of: /\{\{[^}]*[()][^}]*\}\}/).isEmpty, "\(file)")
                #expect(template.unicodeScalars.allSatisfy { !(0xF0000...0xF0002).contains($0.value) }, "\(file)")
            }
        }
    }

    @Test("is of one order only, whatever e-mails of the same shape were written before")
    func layouts() throws {
        let used = try MailRenderer(sender: NotificationsFixture.sender)
        for (name, title) in [
            ("Ada", "Tea"), ("<b>", "\u{F0000}0\u{F0002}"), ("\u{F0000}9\u{F0002}", "A & B"), ("É", "ç"),
        ] {
            for lines in [1, 2, 21] {
                for milestone in [Milestone.received, .shipped, .delivered] {
                    var order = NotificationsFixture.order(name: name, title: title)
                    order.lines = Array(repeating: order.lines[0], count: lines)
                    let message = NotificationsFixture.reached(milestone, order: order)
                    let fresh = try MailRenderer(sender: NotificationsFixture.sender)
                    for language in MailLanguage.allCases {
                        let mail = try #require(used.render(message, in: language))
                        #expect(mail == fresh.render(message, in: language))
                        #expect(mail.text.components(separatedBy: "× \(title)").count == lines + 1)
                        #expect(mail.text.contains(" \(name),"))
                    }
                }
            }
        }
    }

    @Test("does without what is not known, and shows no link that a mail reader must not follow")
    func sparse() throws {
        let renderer = try MailRenderer(sender: NotificationsFixture.sender)
        var message = NotificationsFixture.reached(.shipped, order: NotificationsFixture.order(name: " \n"))
        message.order.shippingAddress = nil
        message.tracking?.trackingURL = "javascript:alert(1)"
        let mail = try #require(renderer.render(message, in: .english))
        #expect(mail.text.hasPrefix("Hello,\n"))
        #expect(!mail.text.contains("Delivery address") && !mail.html.contains("Delivery address"))
        #expect(!mail.html.contains("javascript") && !mail.text.contains("javascript"))
        #expect(mail.html.contains("WB0000000017"))
        message.reason = Reason(code: "never_heard_of", message: "internal words")
        message.milestone = .cancelled
        #expect(renderer.render(message, in: .english)?.text.contains("internal") == false)
    }

    @Test("puts a text on one line, whether the short way serves or Unicode must be asked")
    func singleLine() {
        var generator = SeededGenerator()
        let pieces: [Character] = [
            " ", "\t", "\n", "\u{0}", "\u{7F}", "\u{A0}", "\u{2028}", "a", "B", "9", "=", "é", "ğ", "👍🏽",
        ]
        for _ in 0..<2_000 {
            let text = String(
                (0..<Int.random(in: 0...12, using: &generator)).map { _ in
                    pieces.randomElement(using: &generator) ?? " "
                })
            let words = text.unicodeScalars.split {
                $0.properties.isWhitespace || $0.properties.generalCategory == .control
            }
            let expected = words.map { String(String.UnicodeScalarView($0)) }.joined(separator: " ")
            #expect(text.singleLine == expected, "seed \(generator.seed)")
            let trimmed = text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed()
            #expect(text.trimmed == String(trimmed), "seed \(generator.seed)")
        }
    }

    @Test("escapes what others wrote in HTML, and leaves it alone in plain text")
    func escaping() throws {
        let renderer = try MailRenderer(sender: NotificationsFixture.sender)
        let order = NotificationsFixture.order(name: "<script>alert('x')</script>", title: "{{total}} & \"more\"")
        let mail = try #require(renderer.render(NotificationsFixture.reached(.received, order: order), in: .english))
        #expect(mail.text.contains("Hello <script>alert('x')</script>,"))
        #expect(mail.text.contains("{{total}} & \"more\""))
        #expect(!mail.html.contains("<script>"))
        #expect(mail.html.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"))
        #expect(mail.html.contains("{{total}} &amp; &quot;more&quot;"))
    }
}
