import Contracts

/// One version of the rules of returning. Versions are never altered, so that what was decided stays explainable.
package struct ReturnPolicy: Hashable, Sendable {
    /// Articles with rules of their own.
    package struct Category: Hashable, Sendable {
        package var skuPrefix: String
        package var windowDays: Int
        /// Basis points of what was paid.
        package var restockingFee: Int

        package init(skuPrefix: String, windowDays: Int, restockingFee: Int) {
            self.skuPrefix = skuPrefix
            self.windowDays = windowDays
            self.restockingFee = restockingFee
        }
    }

    package let version: Int
    package let effectiveFrom: Timestamp
    /// Days after delivery in which a return can be asked for; zero means never.
    package let windowDays: Int
    /// What it allows needs no person to approve it.
    package var isAutomatic = true
    /// Days after approval within which the goods must be on their way.
    package var daysToSend = 14
    /// Conditions that are taken back; any when empty.
    package var conditions: [String] = []
    /// Reasons that are the shop's fault: they cost the customer nothing.
    package var freeReasons: [String] = ["damaged", "wrong_item", "not_as_described", "arrived_late"]
    /// What a return label costs the customer, in minor units by currency; nothing in others.
    package var returnShipping: [String: Int64] = [:]
    /// Basis points of what was paid for the goods.
    package var restockingFee = 0
    /// Whether shipping and other charges are given back in proportion to the goods.
    package var refundsCharges = true
    package var categories: [Category] = []
    package var bounds = ReturnBounds()

    package init(version: Int, effectiveFrom: Timestamp, windowDays: Int) {
        self.version = version
        self.effectiveFrom = effectiveFrom
        self.windowDays = windowDays
    }

    /// The last moment at which a return of what was delivered then can be asked for.
    package func returnableUntil(deliveredAt: Timestamp, sku: String) -> Timestamp {
        deliveredAt + .seconds(86_400) * (category(of: sku)?.windowDays ?? windowDays)
    }

    /// Basis points that a unit's return costs the customer.
    package func restockingFee(sku: String, reason: String) -> Int {
        isFree(reason) ? 0 : category(of: sku)?.restockingFee ?? restockingFee
    }

    package func isFree(_ reason: String) -> Bool { freeReasons.contains(reason) }

    package func accepts(condition: String?) -> Bool {
        guard !conditions.isEmpty, let condition else { return true }
        return conditions.contains(condition)
    }

    private func category(of sku: String) -> Category? {
        categories.filter { sku.hasPrefix($0.skuPrefix) }.max { $0.skuPrefix.utf8.count < $1.skuPrefix.utf8.count }
    }

    /// The newest version that was in force at a moment; nil when there was none yet.
    package static func inForce(at moment: Timestamp, of policies: [ReturnPolicy]) -> ReturnPolicy? {
        policies.filter { $0.effectiveFrom <= moment }.max { $0.version < $1.version }
    }
}
