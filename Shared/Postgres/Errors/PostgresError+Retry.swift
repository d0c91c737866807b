extension PostgresError {
    /// True when the same work may succeed if done again: lost connections, commits of unknown outcome, deadlocks,
    /// serialisation failures, time-outs, and a server short of resources or going down.
    ///
    /// A unique violation is not among them, because most are for ever; where two writers may create one row, ask
    /// ``isUniqueViolation`` and repeat once.
    public var isRetriable: Bool {
        switch code {
        case .commitUnknown: true
        case .connection: !isRefusedForGood
        case .server: sqlState.map(Self.isTransient) ?? false
        default: false
        }
    }

    /// True for SQLSTATE 23505.
    public var isUniqueViolation: Bool { sqlState == "23505" }

    /// Wrong credentials (28) or a database that is not there (3D): a person has to act.
    private var isRefusedForGood: Bool {
        guard let sqlState else { return false }
        return sqlState.hasPrefix("28") || sqlState.hasPrefix("3D")
    }

    private static func isTransient(_ sqlState: String) -> Bool {
        switch sqlState {
        case "40001", "40P01", "55P03", "57014", "25P03", readOnly: true
        // A prepared statement that a migration made invalid, or that is gone; the connection prepares it afresh.
        case staleResultType, missingStatement: true
        default: sqlState.hasPrefix("08") || sqlState.hasPrefix("53") || sqlState.hasPrefix("57P0")
        }
    }

    /// True when the session is with a server that takes no writes, such as a primary that was made a standby: another
    /// connection may lead to the one that does.
    public var needsAnotherServer: Bool { sqlState == Self.readOnly }

    static let readOnly = "25006"
    /// “cached plan must not change result type” arrives as feature_not_supported.
    static let staleResultType = "0A000"
    static let missingStatement = "26000"
}
