/// Something that a template may say, or be asked for.
indirect enum MailFact: Sendable {
    case text(String)
    /// A section is rendered for each; one that is empty is not there.
    case list([MailFact])
    case group([String: MailFact])
    /// It is so, and there is nothing to say of it.
    case flag
}
