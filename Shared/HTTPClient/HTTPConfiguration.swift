/// How requests are made.
package struct HTTPConfiguration: Sendable {
    /// Whom requests may reach. It is checked when a socket is opened, after the name was looked up, so that a name cannot
    /// change its mind in between.
    package enum Reach: Sendable {
        /// By https, public addresses alone: for URLs that others have chosen.
        case outside
        /// The same, and this machine itself, also by http; for development.
        case outsideAndHere
        /// Whatever an operator has entered, also in a private network; by http this machine alone.
        case anywhere
    }

    package var reach: Reach
    /// For one request, from looking up the name to the last byte of the answer.
    package var timeout: Duration
    /// How much of an answer's body is read.
    package var bodyLimit: Int
    /// Whether a body beyond the limit fails the request; otherwise what was read is the answer.
    package var refusesLongBodies: Bool
    /// PEM file; the system's authorities when nil.
    package var authorities: String?

    package init(
        reach: Reach, timeout: Duration = .seconds(20), bodyLimit: Int, refusesLongBodies: Bool,
        authorities: String? = nil
    ) {
        self.reach = reach
        self.timeout = timeout
        self.bodyLimit = bodyLimit
        self.refusesLongBodies = refusesLongBodies
        self.authorities = authorities
    }

    /// Whether such a URL is called at all.
    package func admits(_ url: String) -> Bool {
        let url = url.lowercased()
        if url.hasPrefix("https://") { return true }
        let isHere = ["http://127.0.0.1", "http://localhost", "http://[::1]"].contains { prefix in
            url.hasPrefix(prefix) && [nil, ":", "/", "?"].contains(url.dropFirst(prefix.count).first)
        }
        switch reach {
        case .outside: return false
        case .outsideAndHere, .anywhere: return isHere
        }
    }
}
