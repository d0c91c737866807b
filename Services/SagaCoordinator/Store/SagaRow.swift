import Contracts
import FoundationEssentials

/// An order in a batch: its state, as it was loaded and as the batch leaves it, and what is to be written beside it.
package struct SagaRow: Sendable {
    package var saga: OrderSaga
    /// As it stands in the database; nil when it is not there.
    package let loaded: OrderSaga?
    /// The transaction that wrote what is loaded; nil where nobody remembers it.
    let writer: Int64?
    /// Commands that this batch may have to send again, with those that it sent.
    package var commands: [StepKey: StoredCommand] = [:]
    /// Commands that this batch sent first, to be kept.
    package var sent: [(key: StepKey, command: StoredCommand)] = []
    package var log: [LogEntry] = []

    /// The command of a step that this batch sent first.
    func command(of step: StepRecord) -> StoredCommand? {
        sent.last { $0.key == step.key && $0.command.envelope.epoch == step.epoch }?.command
    }

    package init(new id: UUID) {
        saga = OrderSaga(id: id)
        loaded = nil
        writer = nil
    }

    package init(loaded saga: OrderSaga, writtenBy writer: Int64? = nil) {
        self.saga = saga
        loaded = saga
        self.writer = writer
    }
}
