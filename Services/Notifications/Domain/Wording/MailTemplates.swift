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
    func render(_ milestone: Milestone, _ facts: [String: Any]) -> (subject: String, text: String, html: String)? {
        var facts = facts
        guard let subject = library.render(facts, withTemplate: "\(milestone.rawValue).subject")?.singleLine else {
            return nil
        }
        facts["subject"] = subject
        guard let text = library.render(facts, withTemplate: "\(milestone.rawValue).text"),
            let html = library.render(facts, withTemplate: "\(milestone.rawValue).html")
        else { return nil }
        return (subject, text, html)
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
