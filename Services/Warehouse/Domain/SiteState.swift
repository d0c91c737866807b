import Contracts

/// Whether a site is open, by the newest that was heard of it.
package struct SiteState: Hashable, Sendable {
    package var code: String
    package var isOpen: Bool
    package var changedAt: Timestamp

    package init(code: String, isOpen: Bool, changedAt: Timestamp) {
        self.code = code
        self.isOpen = isOpen
        self.changedAt = changedAt
    }
}
