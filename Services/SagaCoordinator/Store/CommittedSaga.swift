import Contracts

/// An order as a transaction has left it.
struct CommittedSaga: Sendable {
    let saga: OrderSaga
    /// Who wrote its `saga` row, by PostgreSQL's `xmin`.
    let writer: Int64

    /// What it takes to remember it, in plain orders of a few lines: about 14 KB each.
    let weight: Int

    init(saga: OrderSaga, writer: Int64) {
        self.saga = saga
        self.writer = writer
        let note = saga.order?.note?.utf8.count ?? 0
        let tags = saga.order?.tags.reduce(0) { $0 + $1.utf8.count } ?? 0
        let texts = saga.early.reduce(note + tags) { $0 + $1.data.count }
        weight = 1 + (saga.lines.count + saga.fulfilments.count + saga.steps.count / 4) / 8 + texts / 14_000
    }

    /// Whether it is what stands in the database. Every UPDATE of the row names its own transaction, whether it raises the
    /// version or not. These names are used again after four thousand million transactions, hence the version too.
    func isStored(as version: Int64, by writer: Int64?) -> Bool {
        self.writer == writer && saga.version == version
    }
}
