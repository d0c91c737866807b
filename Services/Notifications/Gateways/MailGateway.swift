/// Where e-mails are handed over to the world.
package protocol MailGateway: Sendable {
    /// Hands over one message. It is accepted when this returns; when it throws, it may have been accepted all the
    /// same, which is why a repeat must carry the same Message-ID.
    /// - Returns: what the mail server said.
    /// - Throws: ``SmtpError``.
    func deliver(_ message: [UInt8], from sender: MailAddress, to recipient: MailAddress) async throws -> String
}
