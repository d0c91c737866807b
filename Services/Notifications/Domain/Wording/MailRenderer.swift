import Contracts

/// Writes the e-mail of a milestone. Pure: the same milestone gives the same words.
package struct MailRenderer: Sendable {
    package struct Rendered: Hashable, Sendable {
        package var subject: String
        package var text: String
        package var html: String
    }

    package let sender: MailSender
    private let templates: [MailLanguage: MailTemplates]

    /// - Throws: when a built-in template does not parse.
    package init(sender: MailSender) throws {
        self.sender = sender
        var templates: [MailLanguage: MailTemplates] = [:]
        for language in MailLanguage.allCases { templates[language] = try .builtIn(language) }
        self.templates = templates
    }

    /// - Returns: nil for a milestone that there are no templates for.
    package func render(
        _ message: MilestoneReached, link: String? = nil, in language: MailLanguage
    ) -> Rendered? {
        guard let templates = templates[language] else { return nil }
        let reason = message.reason.flatMap { templates.sentence(for: $0.code) }
        let facts = MilestoneFacts(
            of: message, reason: reason, link: link, storeName: sender.storeName, in: language)
        return templates.render(message.milestone, facts).map { Rendered(subject: $0, text: $1, html: $2) }
    }
}
