import Contracts

/// What one question came to.
package struct PollPage: Sendable {
    /// The orders, each as a document that ``ChannelMapping/orders(in:)`` reads as one; or the claims.
    package var documents: [[UInt8]]
    /// The next page's ``PollPosition/cursor``; nil when the round is over.
    package var next: String?
    /// Where the round ends, when that is before its window's end because the channel lists no more of it at once.
    package var readTo: Timestamp?

    package init(documents: [[UInt8]], next: String? = nil, readTo: Timestamp? = nil) {
        self.documents = documents
        self.next = next
        self.readTo = readTo
    }
}
