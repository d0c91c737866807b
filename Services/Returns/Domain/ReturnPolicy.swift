import Contracts

/// One version of the rules of returning. Versions are never altered, so that what was decided stays explainable.
package struct ReturnPolicy: Hashable, Sendable {
    package let version: Int
    package let effectiveFrom: Timestamp
    /// Days after delivery in which a return can be asked for; zero means never.
    package let windowDays: Int

    package init(version: Int, effectiveFrom: Timestamp, windowDays: Int) {
        self.version = version
        self.effectiveFrom = effectiveFrom
        self.windowDays = windowDays
    }

    /// The last moment at which a return of what was delivered then can be asked for.
    package func returnableUntil(deliveredAt: Timestamp) -> Timestamp {
        deliveredAt + .seconds(86_400) * windowDays
    }

    /// The newest version that was in force at a moment; nil when there was none yet.
    package static func inForce(at moment: Timestamp, of policies: [ReturnPolicy]) -> ReturnPolicy? {
        policies.filter { $0.effectiveFrom <= moment }.max { $0.version < $1.version }
    }
}
