import Postgres

/// SQL of the question that the sweeper asks each time round.
enum SweepStore {
    /// Most of the time there is nothing to do, and one answer says so: whether a back-up holds the outbox, and whether
    /// retries, timers and effects are due.
    static let look = Statement(
        "sweep_look",
        """
        SELECT EXISTS (SELECT FROM outbox_hold WHERE until > now()),
               EXISTS (SELECT FROM inbox WHERE state = 1 AND next_at <= now()),
               EXISTS (SELECT FROM timer WHERE due_at <= now()),
               EXISTS (SELECT FROM effect WHERE state = 0 AND next_at <= now())
        """)
}
