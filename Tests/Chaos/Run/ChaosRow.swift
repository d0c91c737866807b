/// What one fault came to.
package struct ChaosRow: Sendable, Hashable {
    package var fault: Fault
    package var injected = 0
    package var orders = 0
    /// When it struck first.
    package var inFlight = 0
    package var lost = 0
    package var doneTwice = 0
    package var parked = 0
    package var drained = Duration.zero
    /// What is wrong, in words.
    package var problems: [String] = []
    package var notes: [String] = []

    package init(fault: Fault) {
        self.fault = fault
    }

    package var isGood: Bool { injected > 0 && lost == 0 && doneTwice == 0 && problems.isEmpty }
}
