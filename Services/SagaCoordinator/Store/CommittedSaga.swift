/// An order as a transaction has left it.
struct CommittedSaga: Sendable {
    let saga: OrderSaga
    /// Who wrote its `saga` row, by PostgreSQL's `xmin`.
    let writer: Int64

    /// What it takes to remember it, in plain orders of a few lines: about 14 KB each.
    var weight: Int { 1 + (saga.lines.count + saga.early.count) / 8 }

    /// Whether it is what stands in the database. Every UPDATE of the row names its own transaction, whether it raises the
    /// version or not. These names are used again after four thousand million transactions, hence the version too.
    func isStored(as version: Int64, by writer: Int64?) -> Bool {
        self.writer == writer && saga.version == version
    }
}
