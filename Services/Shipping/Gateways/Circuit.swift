/// Leaves a carrier alone that does not answer: after so many failures in a row nobody asks it for a while, then one call
/// finds out whether it is there again.
package struct Circuit: Hashable, Sendable {
    package enum State: Hashable, Sendable {
        case closed(failures: Int)
        case open(until: ContinuousClock.Instant)
        /// One call is under way to find out.
        case probing(until: ContinuousClock.Instant)
    }

    package private(set) var state = State.closed(failures: 0)
    /// Failures in a row that open it.
    let threshold: Int
    let pause: Duration

    package init(threshold: Int, pause: Duration) {
        self.threshold = threshold
        self.pause = pause
    }

    /// Whether a call may be made. The first one after the pause is the probe; one that never comes back is given up after
    /// another pause.
    package mutating func admits(at now: ContinuousClock.Instant) -> Bool {
        switch state {
        case .closed: return true
        case .open(let until), .probing(let until):
            guard now >= until else { return false }
            state = .probing(until: now + pause)
            return true
        }
    }

    package mutating func succeeded() {
        state = .closed(failures: 0)
    }

    package mutating func failed(at now: ContinuousClock.Instant) {
        switch state {
        case .closed(let failures) where failures + 1 < threshold: state = .closed(failures: failures + 1)
        case .closed, .probing, .open: state = .open(until: now + pause)
        }
    }
}
