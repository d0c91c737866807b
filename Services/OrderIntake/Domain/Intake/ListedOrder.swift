import FoundationEssentials

/// An order in a list of a shop's orders.
package struct ListedOrder: Hashable, Sendable {
    package let id: UUID
    package let externalID: String
    package let isAnnounced: Bool

    package init(id: UUID, externalID: String, isAnnounced: Bool) {
        self.id = id
        self.externalID = externalID
        self.isAnnounced = isAnnounced
    }
}
