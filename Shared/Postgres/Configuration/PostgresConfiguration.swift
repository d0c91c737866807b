/// Where a database is, who connects, and the limits under which its sessions run.
///
/// A duration of zero switches the time-out off. An absent user or password leaves the choice to libpq
/// (`PGUSER`, `PGPASSWORD`, `~/.pgpass`, the name of the process's user).
public struct PostgresConfiguration: Sendable {
    /// A name, an address, or the absolute path of a folder with the server's Unix socket.
    public var host: String
    public var port: Int
    public var database: String
    public var user: String?
    public var password: String?
    /// Shown in `pg_stat_activity` and in the server's log.
    public var applicationName: String

    /// libpq's `sslmode`, as given: `disable`, `allow`, `prefer`, `require`, `verify-ca` or `verify-full`.
    public var sslmode: String
    /// The file with the certificates that the server's must be signed by; `verify-ca` and `verify-full` need it.
    public var sslrootcert: String?

    /// The one schema in which unqualified names are looked up; nil leaves the server's default.
    public var searchPath: String?

    /// How the server plans prepared statements.
    public var plans: Plans

    /// The limit for one `connect()` as a whole, TLS and password included.
    public var connectTimeout: Duration
    /// The server ends a statement that runs longer with SQLSTATE 57014.
    public var statementTimeout: Duration
    /// The server ends a statement that waits longer for a lock with SQLSTATE 55P03.
    public var lockTimeout: Duration
    /// The server ends a session that does nothing inside a transaction for longer.
    public var idleInTransactionTimeout: Duration

    /// TCP keepalive, set on both ends: a half-open connection must end on the server too, because its session
    /// may hold an outbox slot. Whole seconds.
    public var keepalivesIdle: Duration
    public var keepalivesInterval: Duration
    public var keepalivesCount: Int
    /// How long sent data may stay unacknowledged before either end gives the connection up.
    public var tcpUserTimeout: Duration

    public init(
        host: String = "127.0.0.1", port: Int = 5432, database: String = "postgres", user: String? = nil,
        password: String? = nil, applicationName: String = "waybill", sslmode: String = "prefer",
        sslrootcert: String? = nil, searchPath: String? = nil, plans: Plans = .forValues,
        connectTimeout: Duration = .seconds(5), statementTimeout: Duration = .seconds(30),
        lockTimeout: Duration = .seconds(10),
        idleInTransactionTimeout: Duration = .seconds(30), keepalivesIdle: Duration = .seconds(10),
        keepalivesInterval: Duration = .seconds(5), keepalivesCount: Int = 3, tcpUserTimeout: Duration = .seconds(20)
    ) {
        self.host = host
        self.port = port
        self.database = database
        self.user = user
        self.password = password
        self.applicationName = applicationName
        self.sslmode = sslmode
        self.sslrootcert = sslrootcert
        self.searchPath = searchPath
        self.plans = plans
        self.connectTimeout = connectTimeout
        self.statementTimeout = statementTimeout
        self.lockTimeout = lockTimeout
        self.idleInTransactionTimeout = idleInTransactionTimeout
        self.keepalivesIdle = keepalivesIdle
        self.keepalivesInterval = keepalivesInterval
        self.keepalivesCount = keepalivesCount
        self.tcpUserTimeout = tcpUserTimeout
    }
}

extension PostgresConfiguration {
    public enum Plans: Sendable {
        /// The server weighs whether a plan for the values at hand is worth making. It is for ranges, and whatever else fits
        /// many rows or few.
        case forValues
        /// One plan for all values, kept from run to run, and rather by an index. For statements that find rows by keys: to
        /// plan one for two keys takes longer than to run it, and the server would at every run, since it takes an array
        /// that it does not see for a longer one.
        case kept
    }
}

extension PostgresConfiguration: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Where it leads, without the password.
    public var description: String {
        "postgres://\(user.map { "\($0)@" } ?? "")\(host):\(port)/\(database)?sslmode=\(sslmode)"
    }

    public var debugDescription: String { description }

    /// Keeps the password out of `dump` and of test failures.
    public var customMirror: Mirror { Mirror(self, children: ["url": description]) }
}
