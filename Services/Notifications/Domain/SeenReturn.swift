import FoundationEssentials

/// The newest that is known of a return.
package struct SeenReturn: Hashable, Sendable {
    package let returnID: UUID
    package let sequence: Int64
}
