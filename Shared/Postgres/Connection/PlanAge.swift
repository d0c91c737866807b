/// When a session has the server make its plans anew.
///
/// The server keeps the plan of a prepared statement until it looks at the statistics of its tables again. A plan made when a
/// table had a hundred rows reads all of it, and goes on to do so while the table grows to thousands.
struct PlanAge {
    /// Few enough that a table which grows under this session's hands is looked at again while it is still small; many
    /// enough that making some dozens of plans, at a tenth of a millisecond each, is nothing beside them.
    static let limit = 500

    /// Statements sent since plans were last given up.
    private var statements = 0

    mutating func countStatement() {
        statements += 1
    }

    /// - Returns: whether the plans are to be given up now; then their age begins again.
    mutating func isOver() -> Bool {
        guard statements >= Self.limit else { return false }
        statements = 0
        return true
    }
}
