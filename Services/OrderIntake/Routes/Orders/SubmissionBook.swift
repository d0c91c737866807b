import Contracts
import FoundationEssentials

/// What became of the submissions that came by HTTP: the inbox and the stored replies, which all processes of intake share.
package protocol SubmissionBook: Sendable {
    /// Takes a submission in hand, against all other processes, and says what is known of it.
    /// - Throws: when it cannot be found out; the sender must then try again.
    func claim(_ id: UUID) async throws -> SubmissionClaim
    /// What has become of a submission; nil when it is not known.
    func fate(of id: UUID) async throws -> SubmissionFate?
    /// Lets go of a submission.
    func release(_ id: UUID) async
    /// - Parameter name: the shop's own id of the order, or ours.
    func order(_ name: String, of shop: ShopKey) async throws -> KnownOrder?
}

package enum SubmissionClaim: Hashable, Sendable {
    /// Another process has it in hand.
    case busy
    case claimed(SubmissionFate?)
}

/// A submission that is in the inbox.
package struct SubmissionFate: Hashable, Sendable {
    /// Of type and content, to tell a repeat from something else under the same key.
    package var hash: ContentHash
    package var isDiscarded: Bool
    /// What it was answered; nil while it waits for another try or for a person.
    package var answer: Answer?

    package enum Answer: Hashable, Sendable {
        case accepted(SubmissionAccepted)
        case rejected(SubmissionRejected)
    }

    package init(hash: ContentHash, isDiscarded: Bool = false, answer: Answer?) {
        self.hash = hash
        self.isDiscarded = isDiscarded
        self.answer = answer
    }
}
