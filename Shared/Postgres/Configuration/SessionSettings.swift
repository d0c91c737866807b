extension PostgresConfiguration {
    /// libpq's connection keywords with their values.
    ///
    /// The session's limits travel in the start-up packet (`options`), so that no session ever runs without them.
    var libpqKeywords: [(String, String)] {
        var keywords = [
            ("host", host), ("port", String(port)), ("dbname", database), ("application_name", applicationName),
            ("client_encoding", "UTF8"), ("sslmode", sslmode), ("options", sessionOptions),
            ("keepalives", "1"), ("keepalives_idle", String(keepalivesIdle.wholeSeconds)),
            ("keepalives_interval", String(keepalivesInterval.wholeSeconds)),
            ("keepalives_count", String(keepalivesCount)),
            ("tcp_user_timeout", String(tcpUserTimeout.wholeMilliseconds)),
            // Kerberos is not offered; looking for a ticket costs time at every connect.
            ("gssencmode", "disable"),
        ]
        if let user { keywords.append(("user", user)) }
        if let password { keywords.append(("password", password)) }
        if let sslrootcert { keywords.append(("sslrootcert", sslrootcert)) }
        return keywords
    }

    private var sessionOptions: String {
        var settings = [
            ("TimeZone", "UTC"),
            ("statement_timeout", String(statementTimeout.wholeMilliseconds)),
            ("lock_timeout", String(lockTimeout.wholeMilliseconds)),
            ("idle_in_transaction_session_timeout", String(idleInTransactionTimeout.wholeMilliseconds)),
            ("tcp_keepalives_idle", String(keepalivesIdle.wholeSeconds)),
            ("tcp_keepalives_interval", String(keepalivesInterval.wholeSeconds)),
            ("tcp_keepalives_count", String(keepalivesCount)),
            ("tcp_user_timeout", String(tcpUserTimeout.wholeMilliseconds)),
            // A backend whose client is gone notices while it still runs or waits for a lock.
            ("client_connection_check_interval", "5000"),
            // Compiling costs more than our short statements take.
            ("jit", "off"),
        ]
        if plans == .kept {
            // Rows that are found by keys are in memory, or on a disk without a head: a scan of a whole table, however
            // small, to save some look-ups is no gain.
            settings += [("plan_cache_mode", "force_generic_plan"), ("random_page_cost", "1.1")]
        }
        if let searchPath { settings.append(("search_path", searchPath.quotedIdentifier)) }
        return settings.map { "-c \($0.0)=\($0.1.escapedForOptions)" }.joined(separator: " ")
    }
}

extension String {
    /// The name as SQL spells it when it must be taken literally.
    var quotedIdentifier: String {
        "\"" + split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    /// The server splits `options` at blanks unless a backslash stands before them.
    fileprivate var escapedForOptions: String {
        var escaped = ""
        for character in self {
            if character == "\\" || character.isWhitespace { escaped.append("\\") }
            escaped.append(character)
        }
        return escaped
    }
}

extension Duration {
    /// Rounded up: a time-out of half a millisecond must not become 0, which means none.
    var wholeMilliseconds: Int64 {
        components.seconds * 1000 + (components.attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
    }

    var wholeSeconds: Int64 { (wholeMilliseconds + 999) / 1000 }
}
