/// The state of one channel's world: what it sells, who bought what, and what the merchant told it.
///
/// What happens is the same at all channels; how it is told is the dialect's.
package struct Marketplace: Sendable {
    package private(set) var orders: [String: MarketOrder] = [:]
    package private(set) var articles: [String: Article] = [:]
    package internal(set) var claims: [String: MarketClaim] = [:]
    package var pushes = PushLog()
    /// Work that is done later, and asked about by its number: batches, tasks, uploads.
    package var jobs: [String: StockJob] = [:]
    /// The last list of stock levels, and when it came.
    package var lastUpload: (results: [StockJob.Result], at: Int64)?
    /// By package, where lines are told to be at work one by one.
    package var pickedLines: [String: Set<String>] = [:]
    /// The channel sends none any more, since too many failed.
    package var areWebhooksOff = false
    /// Of those that the merchant entered, each for a topic: what the channel, or somebody, has deleted.
    package var deletedWebhooks: Set<String> = []
    /// Where the merchant wants to be told.
    package var webhookAddress = "https://waybill.example/webhooks/here/main"
    /// Told to a queue, and still in it.
    package var notices: [Notice] = []
    /// What happened since it was last asked, in order.
    package var changes: [MarketChange] = []
    /// How much of each limit is left, for channels that say it.
    package var left: [String: Double] = [:]
    /// Milliseconds since 1970.
    package var now: Int64
    private var lastID: Int
    /// Whether orders come in packages, and whether one is there from the start.
    package let packaging: Packaging

    package enum Packaging: Sendable { case none, fromTheStart, byMerchant }

    /// - Parameter firstID: ids count from here.
    package init(now: Int64, firstID: Int = 1000, packaging: Packaging = .none) {
        self.now = now
        lastID = firstID
        self.packaging = packaging
    }

    package mutating func nextID() -> Int {
        lastID += 1
        return lastID
    }

    package subscript(_ id: String) -> MarketOrder? { orders[id] }

    /// Those that fit, by the time of their last change.
    package func orders(where fits: (MarketOrder) -> Bool = { _ in true }) -> [MarketOrder] {
        orders.values.filter(fits).sorted { ($0.updatedAt, $0.id) < ($1.updatedAt, $1.id) }
    }

    /// Lets an order be as it is said, without anybody being told.
    package mutating func insert(_ order: MarketOrder) { orders[order.id] = order }

    /// Changes an order: its time moves on by a second at least, which is as fine as some channels tell it.
    package mutating func update(
        _ id: String, tell kind: MarketChange.Kind?, _ change: (inout MarketOrder) -> Void
    ) {
        guard var order = orders[id] else { return }
        change(&order)
        order.updatedAt = max(now, order.updatedAt + 1000)
        let moment = order.updatedAt
        for index in order.packages.indices where order.packages[index] != orders[id]?.packages[safe: index] {
            order.packages[index].modifiedAt = moment
        }
        orders[id] = order
        if let kind { changes.append(MarketChange(kind: kind, orderID: id)) }
    }

    package mutating func sell(_ article: Article) { articles[article.sku] = article }

    package func article(where fits: (Article) -> Bool) -> Article? { articles.values.first(where: fits) }

    /// The merchant says what there is of an article.
    /// - Returns: whether the channel sells it.
    @discardableResult
    package mutating func setStock(_ sku: String, to quantity: Int) -> Bool {
        guard articles[sku] != nil else { return false }
        articles[sku]?.stock = quantity
        pushes.count("stock/\(sku)/\(quantity)", isCarriedOut: true)
        pushes.stock.append(PushLog.StockPush(sku: sku, quantity: quantity, at: now))
        return true
    }

    /// Customers' orders take from what is there, and cancels give back, as storefronts do by themselves.
    package mutating func moveStock(_ sku: String, by units: Int) {
        articles[sku]?.stock += units
    }
}

/// A message in a queue that names an order.
package struct Notice: Sendable, Hashable {
    package let id: String
    package let orderID: String
    /// Milliseconds since 1970: until then nobody is given it.
    package var hiddenUntil: Int64 = 0
    /// How often somebody was given it.
    package var receipts = 0

    package init(id: String, orderID: String) {
        self.id = id
        self.orderID = orderID
    }
}

/// Something that a channel may tell of.
package struct MarketChange: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        case placed, paid, changed, cancelled, shipped
        /// By its id.
        case refunded(String)
        /// Units of a line were cancelled.
        case lineCancelled(line: String, units: Int)
        case packagesChanged([String])
    }

    package let kind: Kind
    package let orderID: String
}

/// What a channel does with a list of stock levels in its own time.
package struct StockJob: Sendable, Hashable {
    /// By the channel's own name of the article; nil for what it does not sell.
    package var results: [Result]
    /// How often it is still said to be under way.
    package var roundsLeft: Int
    /// By the world's clock.
    package var begunAt: Int64 = 0

    package struct Result: Sendable, Hashable {
        package var name: String
        package var quantity: Int
        package var isKnown: Bool
    }
}

extension Array {
    subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
