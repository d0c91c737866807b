import Contracts

/// From when the next round reads: from the last clean one, and once a day from the beginning.
struct AuditMark {
    private static let day = Duration.seconds(86_400)

    private var mark: Timestamp?
    private var lastFull: ContinuousClock.Instant?

    /// - Returns: nil for everything.
    func since(now: ContinuousClock.Instant) -> Timestamp? {
        guard let lastFull, now - lastFull < Self.day else { return nil }
        return mark
    }

    /// What was found broken is looked at again, so its round moves nothing.
    mutating func take(_ report: AuditReport, at now: ContinuousClock.Instant, isFull: Bool) {
        guard report.isClean else { return }
        mark = report.mark
        if isFull { lastFull = now }
    }
}
