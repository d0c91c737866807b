import WireJSON

/// A language that there are templates in.
package enum MailLanguage: String, CaseIterable, Sendable, JSONCodable {
    case english = "en"
    case turkish = "tr"

    /// The best there is for a BCP 47 tag, by its first subtag (RFC 4647, lookup); English when there is none.
    /// Underscores count as dashes, since storefronts send locales such as `tr_TR`.
    package init(tag: String?) {
        let primary = tag?.trimmed.lowercased().prefix { $0 != "-" && $0 != "_" }
        self = primary.flatMap { MailLanguage(rawValue: String($0)) } ?? .english
    }
}
