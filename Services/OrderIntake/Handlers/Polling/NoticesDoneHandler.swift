import Contracts
import Messaging

/// A queue was read: as after any question, the next one follows.
package enum NoticesDoneHandler: MessageHandler {
    package typealias Store = OrderIntakeStore

    package static func keys(of message: NoticesDone, _ envelope: Envelope, into keys: inout OrderIntakeKeys) {
        PollDoneHandler.keys(of: PollDone(message), envelope, into: &keys)
    }

    package static func handle(
        _ message: NoticesDone, _ context: HandlerContext, _ rows: inout OrderIntakeRows, _ out: inout Outcome
    ) throws {
        try PollDoneHandler.handle(PollDone(message), context, &rows, &out)
    }
}
