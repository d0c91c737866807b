import Contracts
import Mustache

/// The templates of one language. Subjects and texts are rendered as they are; in HTML every value is escaped.
package struct MailTemplates: Sendable {
    /// The three parts of one e-mail.
    package struct Source: Sendable {
        var subject: [UInt8]
        var text: [UInt8]
        var html: [UInt8]
    }

    /// What all e-mails of a language begin and end with.
    struct Frame: Sendable {
        var headText: [UInt8]
        var footText: [UInt8]
        var headHTML: [UInt8]
        var footHTML: [UInt8]
        /// One line per reason code.
        var reason: [UInt8]
    }

    private let library: MustacheLibrary
    private let layouts = MailLayouts()

    /// - Throws: when a template does not parse.
    init(_ milestones: [Milestone: Source], in frame: Frame) throws {
        var templates = [
            "head.text": try Self.template(frame.headText, isPlain: true),
            "foot.text": try Self.template(frame.footText, isPlain: true),
            "head.html": try Self.template(frame.headHTML), "foot.html": try Self.template(frame.footHTML),
            "reason": try Self.template(frame.reason, isPlain: true),
        ]
        for (milestone, source) in milestones {
            templates["\(milestone.rawValue).subject"] = try Self.template(source.subject, isPlain: true)
            templates["\(milestone.rawValue).text"] = try Self.template(source.text, isPlain: true)
            templates["\(milestone.rawValue).html"] = try Self.template(source.html)
        }
        library = MustacheLibrary(templates: templates)
    }

    /// - Returns: nil when there are no templates for the milestone.
    func render(_ milestone: Milestone, _ facts: MilestoneFacts) -> (subject: String, text: String, html: String)? {
        var texts: [String] = []
        let shape = facts.mapTexts { text in
            texts.append(text)
            return ""
        }
        let key = MailLayouts.Key(milestone: milestone, shape: shape)
        guard let layout = layouts.layout(key, make: { layout(of: key) }) else { return nil }
        let subject = layout.subject.filled(with: texts).singleLine
        texts.append(subject)
        return (subject, layout.text.filled(with: texts), layout.html.filled(with: texts))
    }

    /// The subject's slot is the one after all others.
    private func layout(of key: MailLayouts.Key) -> MailLayouts.Layout? {
        var count = 0
        let slots = key.shape.mapTexts { _ in
            defer { count += 1 }
            return TextLayout.slot(count)
        }
        var facts = slots.named
        guard let subject = library.render(facts, withTemplate: "\(key.milestone.rawValue).subject") else { return nil }
        facts["subject"] = TextLayout.slot(count)
        guard let text = library.render(facts, withTemplate: "\(key.milestone.rawValue).text"),
            let html = library.render(facts, withTemplate: "\(key.milestone.rawValue).html")
        else { return nil }
        return .init(subject: TextLayout(subject), text: TextLayout(text), html: TextLayout(html))
    }

    /// A sentence for a reason's code; nil when the customer is not told more.
    func sentence(for code: String) -> String? {
        let sentence = library.render([code: true], withTemplate: "reason")?.singleLine
        return sentence?.isEmpty ?? true ? nil : sentence
    }

    /// A partial does not take over how values are escaped, so that each template says it for itself.
    private static func template(_ bytes: [UInt8], isPlain: Bool = false) throws -> MustacheTemplate {
        let source = String(decoding: bytes, as: UTF8.self)
        return try MustacheTemplate(string: "{{% CONTENT_TYPE:\(isPlain ? "TEXT" : HTMLText.name)}}\n" + source)
    }
}
