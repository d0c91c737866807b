import Contracts
import Postgres

/// SQL of the recurring jobs: one process at a time, one round an interval.
enum JobStore {
    /// - Returns: whether it is this process's turn; the lock lasts as long as the transaction.
    static func begin(_ job: RecurringJob, isFirst: Bool, in transaction: inout Transaction) throws -> Bool {
        guard try transaction.run(tryLock, job.name).first?.bool(0) == true else { return false }
        guard isFirst else { return true }
        // A little less than the interval: processes do not look at the very same moment.
        let interval = job.interval.wholeMicroseconds / 10 * 9
        return try !transaction.run(beginRound, job.name, interval).isEmpty
    }

    private static let tryLock = Statement(
        "job_try_lock",
        "SELECT pg_try_advisory_xact_lock(hashtext(current_schema()::text || '/job'), hashtext($1::text))")

    private static let beginRound = Statement(
        "job_begin",
        """
        INSERT INTO job AS j (name, begun_at) VALUES ($1::text, now())
        ON CONFLICT (name) DO UPDATE SET begun_at = now()
        WHERE j.begun_at <= now() - $2::int8 * interval '1 microsecond'
        RETURNING name
        """)
}
