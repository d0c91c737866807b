import Testing

@testable import Notifications

@Suite("A template")
struct MailTemplateTests {
    private static let facts: [String: MailFact] = [
        "name": .text("Ada & Co"), "empty": .list([]), "isGift": .flag,
        "lines": .list([.group(["title": .text("Tea")]), .group(["title": .text("Cup"), "name": .text("Bob")])]),
        "words": .list([.text("one"), .text("two")]),
    ]

    @Test(
        "says what is there, for each of several, from the inside out",
        arguments: [
            ("Hello {{name}}{{ name }}!", "Hello Ada & CoAda & Co!"), ("{{nobody}}.", "."),
            ("{{lines}}{{isGift}}.", "."),
            ("{{#name}}yes{{/name}}{{^name}}no{{/name}}", "yes"),
            ("{{#nobody}}yes{{/nobody}}{{^nobody}}no{{/nobody}}", "no"),
            ("{{#empty}}yes{{/empty}}{{^empty}}no{{/empty}}", "no"), ("{{#isGift}}a gift{{/isGift}}", "a gift"),
            ("{{#lines}}\n{{title}} of {{name}}\n{{/lines}}\nend\n", "Tea of Ada & Co\nCup of Bob\nend\n"),
            ("{{#words}}{{.}}, {{/words}}", "one, two, "), ("{{#name}}{{.}}{{/name}}", "Ada & Co"),
            ("a { b }} c", "a { b }} c"), ("", ""),
        ])
    func rendering(source: String, text: String) throws {
        #expect(try MailTemplate(source, isPlain: true).render(Self.facts) == text)
    }

    @Test("escapes for HTML only where it says so itself, also where it is included")
    func escaping() throws {
        let facts: [String: MailFact] = ["x": .text("<a href='é'>\"&\"</a>")]
        let plain = try MailTemplate("{{x}}", isPlain: true)
        let html = try MailTemplate("{{x}}|{{>plain}}", isPlain: false, partials: ["plain": plain])
        #expect(
            html.render(facts)
                == "&lt;a href=&#39;é&#39;&gt;&quot;&amp;&quot;&lt;/a&gt;|<a href='é'>\"&\"</a>")
    }

    @Test(
        "that cannot be meant is refused",
        arguments: [
            "{{name", "{{#name}}", "{{/name}}", "{{#name}}{{/other}}", "{{>nothing}}", "{{}}", "{{&name}}", "{{.name}}",
            "{{#a}}\n{{#b}}\n{{/a}}\n",
        ])
    func refused(source: String) {
        #expect(throws: MailTemplateError.self) { try MailTemplate(source, isPlain: true) }
    }
}
