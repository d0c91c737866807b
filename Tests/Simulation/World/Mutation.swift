/// A deliberate mistake, of the kind that is made in systems like this one. Each is made in the simulation's own shell:
/// nothing of it is in the services.
package enum Mutation: String, CaseIterable, Sendable {
    case noInbox = "no-inbox"
    case inboxPerProcess = "inbox-per-process"
    case acknowledgeBeforeCommit = "acknowledge-before-commit"
    case publishBeforeCommit = "publish-before-commit"
    case outboxDeletedOnPublish = "outbox-deleted-on-publish"
    case outboxNeverReadAgain = "outbox-never-read-again"
    case timerTakenBeforeCommit = "timer-taken-before-commit"
    case effectsNeverTakenOver = "effects-never-taken-over"
    case checkThenInsert = "reservation-check-then-insert"
    case tombstoneIgnored = "tombstone-ignored"
    case compensationSkipped = "compensation-skipped-for-unknown-steps"
    case stockNotReleased = "stock-not-released"
    case freshMoneyKey = "fresh-key-for-money"
    case freshRefundKey = "fresh-key-for-refunds"
    case freshLabelKey = "fresh-key-for-labels"
    case freshMessageID = "fresh-message-id"
    case acknowledgeTooMuch = "acknowledge-too-much"
    case inboxTooCoarse = "inbox-by-order-and-type"
    case captureOff = "capture-a-cent-short"
    case restockBeforeInspection = "restock-before-inspection"
    case returnRefundedTwice = "return-refunded-twice"
    case quarantineSold = "quarantine-sold"
    case partialReleaseOfAll = "partial-release-of-all"
    case putBackBeforeScan = "put-back-before-scan"
    case backorderFilledTwice = "backorder-filled-twice"
    case cancelAfterHandOver = "cancel-after-hand-over"
    case labelNotVoided = "label-not-voided"
    case shortageForgotten = "shortage-forgotten"
    case freshWebhookID = "fresh-webhook-id"
    case rowLockLost = "row-lock-lost"
    case packAcknowledgedInPart = "pack-acknowledged-in-part"

    /// What it does wrong.
    package var summary: String {
        switch self {
        case .noInbox: "a message that comes twice is handled twice"
        case .inboxPerProcess: "each process remembers what it has handled, for as long as it lives"
        case .acknowledgeBeforeCommit: "messages are acknowledged before the commit"
        case .publishBeforeCommit: "messages are published before the commit"
        case .outboxDeletedOnPublish: "an outbox row goes when its message is sent, not when it is confirmed"
        case .outboxNeverReadAgain: "what a dead process left in the outbox stays there"
        case .timerTakenBeforeCommit: "a timer is deleted before the transaction that it is for"
        case .effectsNeverTakenOver: "calls of a dead process are made by nobody"
        case .checkThenInsert: "stock is checked without a lock and written without a condition"
        case .tombstoneIgnored: "an undo that overtakes its command leaves no mark"
        case .compensationSkipped: "a step whose outcome is unknown is not undone"
        case .stockNotReleased: "a cancelled order keeps its stock"
        case .freshMoneyKey: "each attempt at moving money has a key of its own"
        case .freshRefundKey: "each attempt at giving money back has a key of its own"
        case .freshLabelKey: "each attempt at a label has a key of its own"
        case .freshMessageID: "an e-mail that is sent again is another e-mail"
        case .acknowledgeTooMuch: "an acknowledgement covers a message that is not handled"
        case .inboxTooCoarse: "a second message of a type for one order counts as a repeat"
        case .captureOff: "a capture takes a cent less than the order costs"
        case .restockBeforeInspection: "stock rises when a return arrives, before anybody has looked at it"
        case .returnRefundedTwice: "the refund of a return is asked for twice, under two ids"
        case .quarantineSold: "what inspection set aside is sold"
        case .partialReleaseOfAll: "giving back some units of a reservation gives back all"
        case .putBackBeforeScan: "picked units of a cancelled order can be sold before they are back in their bin"
        case .backorderFilledTwice: "who waits for goods is given them twice"
        case .cancelAfterHandOver: "a cancel that comes after the hand-over is granted"
        case .labelNotVoided: "the label of a cancelled order is not voided"
        case .shortageForgotten: "what a site does not find stays on the books"
        case .freshWebhookID: "a webhook that is sent again is another webhook"
        case .rowLockLost: "two transactions decide on the same rows side by side"
        case .packAcknowledgedInPart: "a pack is acknowledged when the first part of it is committed"
        }
    }

    /// Within how many seeds it must be caught.
    package var bound: Int {
        switch self {
        // What it takes to be seen is rare: an undo before its command, a parcel that leaves between two answers.
        case .tombstoneIgnored: 100
        case .cancelAfterHandOver: 200
        case .labelNotVoided: 60
        case .backorderFilledTwice: 30
        default: 10
        }
    }
}
