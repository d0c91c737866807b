import Contracts

/// Where the next round goes on: from the last clean one, and once a day from the beginning.
struct AuditMark {
    private static let day = Duration.seconds(86_400)

    private var kept: AuditState.Kept?
    private var lastFull: ContinuousClock.Instant?

    /// - Returns: nil for everything.
    func next(now: ContinuousClock.Instant) -> AuditState.Kept? {
        guard let lastFull, now - lastFull < Self.day else { return nil }
        return kept
    }

    /// What was found broken is looked at again, so its round moves nothing.
    mutating func take(_ report: AuditReport, at now: ContinuousClock.Instant, isFull: Bool) {
        guard report.isClean else { return }
        kept = report.kept
        if isFull { lastFull = now }
    }
}
