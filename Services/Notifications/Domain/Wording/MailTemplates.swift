import Contracts

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

    private struct Templates {
        var subject: MailTemplate
        var text: MailTemplate
        var html: MailTemplate
    }

    private let templates: [Milestone: Templates]
    private let reason: MailTemplate

    /// - Throws: when a template cannot be read.
    init(_ milestones: [Milestone: Source], in frame: Frame) throws(MailTemplateError) {
        let partials = [
            "head.text": try Self.template(frame.headText, isPlain: true),
            "foot.text": try Self.template(frame.footText, isPlain: true),
            "head.html": try Self.template(frame.headHTML), "foot.html": try Self.template(frame.footHTML),
        ]
        var templates: [Milestone: Templates] = [:]
        for (milestone, source) in milestones {
            templates[milestone] = Templates(
                subject: try Self.template(source.subject, isPlain: true),
                text: try Self.template(source.text, isPlain: true, partials),
                html: try Self.template(source.html, partials))
        }
        self.templates = templates
        reason = try Self.template(frame.reason, isPlain: true)
    }

    /// - Returns: nil when there are no templates for the milestone.
    func render(
        _ milestone: Milestone, _ facts: [String: MailFact]
    ) -> (subject: String, text: String, html: String)? {
        guard let templates = templates[milestone] else { return nil }
        var facts = facts
        let subject = templates.subject.render(facts).singleLine
        facts["subject"] = .text(subject)
        return (subject, templates.text.render(facts), templates.html.render(facts))
    }

    /// A sentence for a reason's code; nil when the customer is not told more.
    func sentence(for code: String) -> String? {
        let sentence = reason.render([code: .flag]).singleLine
        return sentence.isEmpty ? nil : sentence
    }

    private static func template(
        _ bytes: [UInt8], isPlain: Bool = false, _ partials: [String: MailTemplate] = [:]
    ) throws(MailTemplateError) -> MailTemplate {
        try MailTemplate(String(decoding: bytes, as: UTF8.self), isPlain: isPlain, partials: partials)
    }
}
