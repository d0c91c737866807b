/// One of the things that must always hold (DESIGN, section 7).
protocol Invariant: Sendable {
    static var id: String { get }
    static var title: String { get }

    /// Reads the services' schemas and adds what it finds.
    func check(_ scope: AuditScope, _ finding: inout AuditFinding) async throws
}

/// What came of one invariant.
struct AuditFinding: Sendable {
    let id: String
    let title: String
    /// Rows, orders or keys that were looked at.
    var checked = 0
    var violations: [String] = []
    /// What a reader should know: what could not be checked, or is on its way.
    var notes: [String] = []
    var took = Duration.zero
    /// Of A2: what the next audit can go on from.
    var closedBooks: StockBooks?

    init(_ invariant: some Invariant) {
        id = type(of: invariant).id
        title = type(of: invariant).title
    }
}
