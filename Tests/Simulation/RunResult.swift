/// What came of a run.
package struct RunResult: Sendable {
    package let scenario: Scenario
    package let violations: [String]
    /// The faults that struck, in order.
    package let faults: [Fault]
    package let steps: Int
    package let quietPoints: Int

    package var isGood: Bool { violations.isEmpty }
}
