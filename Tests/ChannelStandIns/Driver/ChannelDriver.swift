import TestSupport

/// The customers of one channel: they order, pay late, cancel and want money back, as a seed has it.
package struct ChannelDriver {
    package let standIn: ChannelStandIn
    private var random: SeededGenerator
    private let skus: [String]
    package private(set) var orders: [String] = []
    /// How often each thing was done.
    package private(set) var deeds: [CustomerDeed: Int] = [:]

    /// - Parameter skus: what they choose from.
    package init(_ standIn: ChannelStandIn, skus: [String], seed: UInt64) {
        self.standIn = standIn
        self.skus = skus
        random = SeededGenerator(seed: seed)
    }

    /// Puts articles on sale, as many of each as there are.
    /// - Parameter barcodes: by SKU; one is made up for what has none.
    package func stock(_ quantity: Int, price: Int64 = 1000, barcodes: [String: String] = [:]) async {
        let skus = self.skus
        await standIn.act { world in
            for (index, sku) in skus.enumerated() {
                world.sell(
                    Article(
                        sku: sku, barcode: barcodes[sku] ?? "869\(sku.filter(\.isNumber))000\(index)",
                        id: "\(9000 + index)",
                        stock: quantity, price: price + Int64(index) * 150))
            }
        }
    }

    /// One to three lines of one to four units; some are paid later.
    package mutating func order() async {
        let count = Int.random(in: 1...min(3, skus.count), using: &random)
        let lines = skus.shuffled(using: &random).prefix(count).map { sku in
            (sku: sku, units: Int.random(in: 1...4, using: &random))
        }
        let canWait = standIn.dialect.deeds.contains(.pay)
        let isPaid = !canWait || Int.random(in: 0..<4, using: &random) > 0
        // Marketplaces take what shipping costs for themselves.
        let shipping: Int64 =
            ["shopify", "woocommerce", "magento", "amazon"].contains(standIn.dialect.channel) ? 400 : 0
        orders.append(await standIn.place(Array(lines), shipping: shipping, isPaid: isPaid))
    }

    /// Something happens to an order, if it still can.
    package mutating func deed() async {
        guard let id = orders.randomElement(using: &random),
            let deed = standIn.dialect.deeds.randomElement(using: &random)
        else { return }
        if await carryOut(deed, on: id) { deeds[deed, default: 0] += 1 }
    }

    /// Those that wait to be paid for are paid, but for some.
    package mutating func payAll(butOneIn share: Int) async {
        let waiting = await standIn.world.orders { !$0.isPaid && !$0.isCancelled }
        for order in waiting where Int.random(in: 0..<share, using: &random) > 0 {
            await standIn.act { $0.pay(order.id) }
            deeds[.pay, default: 0] += 1
        }
    }

    private mutating func carryOut(_ deed: CustomerDeed, on id: String) async -> Bool {
        guard let order = await standIn.world[id], !order.isCancelled else { return false }
        switch deed {
        case .pay:
            guard !order.isPaid else { return false }
            await standIn.act { $0.pay(id) }
            return true
        case .cancel: return await standIn.act { $0.cancel(id) }
        case .cancelUnits:
            // At marketplaces nobody can touch what is not cleared yet.
            guard order.isPaid, let line = order.lines.filter({ $0.unshipped > 0 }).randomElement(using: &random) else {
                return false
            }
            let units = Int.random(in: 1...line.unshipped, using: &random)
            return await standIn.act { $0.cancelUnits(units, of: line.id, in: id) }
        case .getMoneyBack:
            let amount = Int64(Int.random(in: 50...300, using: &random))
            return await standIn.act { $0.refund(amount, of: id) }
        case .split:
            guard order.isPaid, order.wanted > 1 else { return false }
            return await standIn.act { world in
                let before = world[id]?.packages.count
                world.repackage(id)
                return world[id]?.packages.count != before
            }
        case .edit: return await edit(order)
        }
    }

    /// An order that is edited is cancelled, and another one takes its place.
    private mutating func edit(_ order: MarketOrder) async -> Bool {
        guard order.editOf == nil, await standIn.act({ $0.cancel(order.id) }) else { return false }
        let lines = order.lines.map { (sku: $0.sku, units: max(1, $0.ordered - 1)) }
        orders.append(
            await standIn.place(lines, shipping: order.shipping, isPaid: order.isPaid, editOf: order.number))
        return true
    }
}
