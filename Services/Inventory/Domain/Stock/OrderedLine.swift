import Contracts

/// What an order line asks of the stock: units of an article, or of a kit by its components.
struct OrderedLine: Hashable, Sendable {
    struct Part: Hashable, Sendable {
        let sku: String
        /// Units in one of the ordered article: 1, or what a kit takes.
        let quantity: Int
    }

    let lineID: String
    /// The catalogue's own, never an alias; a kit as such.
    let sku: String
    /// Of the SKU.
    let quantity: Int
    /// Of the order line.
    let units: Int
    /// Of the SKU in one unit of the order line; 1 except for a component of a kit that stands alone.
    let perUnit: Int
    let parts: [Part]
    /// What becomes of it when the stock does not cover it.
    let policy: ShortPolicy
    /// Whether the order knows of it as reserved: what was only held back for it is not told of again.
    let wasTold: Bool

    init(lineID: String, article: StockKeepingUnit, quantity: Int) {
        let parts = article.components.map { Part(sku: $0.sku, quantity: $0.quantity) }
        self.init(
            lineID: lineID, sku: article.sku, quantity: quantity, units: quantity,
            parts: parts.isEmpty ? [Part(sku: article.sku, quantity: 1)] : parts, policy: article.shortPolicy)
    }

    init(
        lineID: String, sku: String, quantity: Int, units: Int, perUnit: Int = 1, parts: [Part]? = nil,
        policy: ShortPolicy, wasTold: Bool = true
    ) {
        self.lineID = lineID
        self.sku = sku
        self.quantity = quantity
        self.units = units
        self.perUnit = perUnit
        self.parts = parts ?? [Part(sku: sku, quantity: 1)]
        self.policy = policy
        self.wasTold = wasTold
    }

    /// Whether what is not covered waits.
    var waits: Bool { policy == .backorder || policy == .split }

    var demands: [Demand] {
        parts.map { Demand(lineID: lineID, sku: $0.sku, quantity: quantity * $0.quantity) }
    }

    /// The first so many of it.
    func first(_ count: Int) -> OrderedLine {
        OrderedLine(
            lineID: lineID, sku: sku, quantity: count, units: quantity == 0 ? 0 : units * count / quantity,
            perUnit: perUnit, parts: parts, policy: policy, wasTold: wasTold)
    }

    /// Takes its shares out of those of its order line: what was told of and what was not are placed apart.
    func take(from pool: inout [Share]) -> [Share] {
        var taken: [Share] = []
        for part in parts {
            var missing = quantity * part.quantity
            for index in pool.indices where pool[index].key.sku == part.sku && missing > 0 {
                let share = pool[index]
                let count = min(missing, share.quantity)
                guard count > 0 else { continue }
                missing -= count
                taken.append(Share(lineID: lineID, key: share.key, quantity: count))
                pool[index] = Share(lineID: share.lineID, key: share.key, quantity: share.quantity - count)
            }
        }
        return taken
    }

    /// What each site holds of the line. The units of the order line go with the first part, shared out so that they add
    /// up: a coordinator counts each once.
    /// - Parameter shares: of this line, together all of it.
    func reserved(_ shares: [Share], round: Int) -> [ReservedLine] {
        var lines: [ReservedLine] = []
        for (index, part) in parts.enumerated() {
            let total = quantity * part.quantity
            let counted = index == 0 ? units : 0
            var taken = 0
            for share in shares where share.key.sku == part.sku {
                let before = counted * taken / total
                taken += share.quantity
                lines.append(
                    ReservedLine(
                        lineID: lineID, key: share.key, quantity: share.quantity,
                        units: counted * taken / total - before, perUnit: perUnit * part.quantity, round: round))
            }
        }
        return lines
    }
}
