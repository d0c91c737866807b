/// The package that a payload is about, where a channel tells of an order package by package.
package struct ChannelPackage: Hashable, Sendable {
    package let id: String
    /// The packages that it was made of, as far as the channel says.
    package let origins: [String]
    /// Whether it was made of others, by a split or a cancel.
    package let isRemade: Bool

    package init(id: String, origins: [String] = [], isRemade: Bool = false) {
        self.id = id
        self.origins = origins
        self.isRemade = isRemade
    }
}
