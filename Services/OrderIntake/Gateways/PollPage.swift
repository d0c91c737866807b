import Contracts

/// What one question came to.
package struct PollPage: Sendable {
    /// The orders, each as a document that ``ChannelMapping/orders(in:)`` reads as one; or the claims.
    package var documents: [[UInt8]]
    /// The next page's ``PollPosition/cursor``; nil when the round is over.
    package var next: String?
    /// Where the round ends, when that is before its window's end because the channel lists no more of it at once.
    package var readTo: Timestamp?
    /// Nothing more was read because of this; the question that is put again when its time has come begins at ``next``.
    package var failure: ChannelFailure?

    package init(
        documents: [[UInt8]], next: String? = nil, readTo: Timestamp? = nil, failure: ChannelFailure? = nil
    ) {
        self.documents = documents
        self.next = next
        self.readTo = readTo
        self.failure = failure
    }
}
