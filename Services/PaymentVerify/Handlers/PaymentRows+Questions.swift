import Contracts
import FoundationEssentials
import Messaging

extension PaymentRows {
    /// Keeps a command until there is an answer to it.
    mutating func keep(_ command: CommandReference, on subject: OpenQuestion.Subject, of paymentID: UUID) {
        let key = OpenQuestion.Key(paymentID: paymentID, subject: subject.text, commandID: command.id)
        questions[key] = OpenQuestion(key: key, command: command)
    }

    /// The commands that wait for an answer, in a fixed order.
    func waiting(on subject: OpenQuestion.Subject, of paymentID: UUID) -> [CommandReference] {
        questions.rows.filter { $0.key.paymentID == paymentID && $0.key.subject == subject.text }
            .sorted { $0.key < $1.key }.map(\.command)
    }

    /// Gives every command that waits its last answer.
    mutating func answer(
        _ subject: OpenQuestion.Subject, of paymentID: UUID, with reply: (CommandReference) -> Void
    ) {
        for command in waiting(on: subject, of: paymentID) {
            reply(command)
            questions[OpenQuestion.Key(paymentID: paymentID, subject: subject.text, commandID: command.id)] = nil
        }
    }
}
