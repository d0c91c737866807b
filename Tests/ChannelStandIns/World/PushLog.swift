/// What the merchant told the channel to do, counted by what was meant.
package struct PushLog: Sendable {
    package struct Count: Sendable, Hashable {
        /// How often it was asked for.
        package var calls = 0
        /// How often it was done; more than once is an error of ours.
        package var carriedOut = 0

        package init(calls: Int = 0, carriedOut: Int = 0) {
            self.calls = calls
            self.carriedOut = carriedOut
        }
    }

    package struct StockPush: Sendable, Hashable {
        package let sku: String
        package let quantity: Int
        package let at: Int64
    }

    package private(set) var counts: [String: Count] = [:]
    /// In the order in which they came.
    package var stock: [StockPush] = []
    /// What the channel refused, and why.
    package private(set) var refusals: [(intent: String, reason: String)] = []

    package mutating func count(_ intent: String, isCarriedOut: Bool) {
        counts[intent, default: Count()].calls += 1
        if isCarriedOut { counts[intent, default: Count()].carriedOut += 1 }
    }

    package mutating func refuse(_ intent: String, _ reason: String) {
        count(intent, isCarriedOut: false)
        refusals.append((intent, reason))
    }

    /// Done more than once, stock apart: a level may be true twice.
    package var doubled: [String] {
        counts.filter { !$0.key.hasPrefix("stock/") && $0.value.carriedOut > 1 }.map(\.key).sorted()
    }
}
