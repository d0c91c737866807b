/// What became of a shop's webhooks on its channel's side since they were last looked at.
package struct WebhookLook: Hashable, Sendable {
    /// Topics of those that the channel had switched off or taken away, and that are there again.
    package var revived: [String]
    /// Topics of those that are gone, and that a person is to enter again.
    package var missing: [String]

    package init(revived: [String] = [], missing: [String] = []) {
        self.revived = revived
        self.missing = missing
    }
}
