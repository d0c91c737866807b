/// What the next results of the pipeline belong to; the server answers in the order of sending.
struct Expectation {
    enum Kind {
        /// A PREPARE that was put in front of a statement.
        case preparation(serverName: String)
        /// A statement whose rows go to this place among the transaction's results.
        case query(number: Int)
        /// BEGIN: an error counts, the result does not.
        case begin
        case commit
        /// DISCARD PLANS behind a COMMIT, of which nothing is asked but that it is over.
        case renewal
        /// A ROLLBACK, of which nothing is asked but that it is over.
        case rollback
        case sync
    }

    let kind: Kind
    let statement: Statement
    let file: StaticString
    let line: Int
    /// The result has come, and only libpq's nil that ends it is missing.
    var isAnswered = false

    static let syncStatement = Statement("sync", "")
}
