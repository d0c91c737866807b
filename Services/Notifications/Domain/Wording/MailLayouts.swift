import Contracts
import Synchronization

/// The layouts that e-mails of one language had so far, by milestone and by the shape of their facts: how many lines,
/// whether there is a parcel, and so on. Few shapes are had by nearly all orders.
final class MailLayouts: Sendable {
    struct Layout: Sendable {
        let subject: TextLayout
        let text: TextLayout
        let html: TextLayout
    }

    struct Key: Hashable, Sendable {
        let milestone: Milestone
        /// Facts without their texts.
        let shape: MilestoneFacts
    }

    private static let limit = 500
    /// An order with more lines than this has a shape of its own, and is large.
    private static let lineLimit = 20

    private let kept = Mutex<[Key: Layout]>([:])

    /// - Returns: nil when `make` gives none.
    func layout(_ key: Key, make: () -> Layout?) -> Layout? {
        if let layout = kept.withLock({ $0[key] }) { return layout }
        guard let layout = make() else { return nil }
        guard key.shape.lines.count <= Self.lineLimit else { return layout }
        kept.withLock { kept in
            if kept.count >= Self.limit { kept.removeAll() }
            kept[key] = layout
        }
        return layout
    }
}
