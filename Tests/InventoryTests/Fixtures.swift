import Contracts
import FoundationEssentials
import Messaging
import Testing
import WireJSON

@testable import Inventory

/// Messages handled one after the other on rows in memory, as a batch does it.
struct InventoryBench {
    var rows = InventoryRows()
    /// What was answered, announced and set, newest last.
    private(set) var messages: [OutgoingMessage] = []
    private(set) var timers: [TimerChange] = []
    private var clock = Timestamp(seconds: 1_790_000_000)
    private var counter = 0

    /// - Returns: the outcome of this message alone.
    @discardableResult
    mutating func handle<Handler: MessageHandler>(
        _: Handler.Type, _ payload: Handler.Payload, order: UUID = .zero, id: UUID? = nil, sequence: Int64? = nil
    ) throws -> Outcome where Handler.Store == InventoryStore {
        counter += 1
        clock = clock + .milliseconds(1)
        let envelope = Envelope(
            id: id ?? .v5("message/\(counter)"), source: "/test", type: Handler.Payload.type, time: clock,
            orderID: order == .zero ? nil : order, step: "reserve", sequence: sequence, channel: "shopify/demo",
            data: payload.jsonBytes)
        var out = Outcome(cause: envelope, service: .inventory, now: clock)
        var changed = rows
        try Handler.handle(payload, HandlerContext(envelope: envelope, now: clock), &changed, &out)
        rows = changed
        messages.append(contentsOf: out.messages)
        timers.append(contentsOf: out.timers)
        return out
    }

    /// Reserves for an order whose reservation has the same id.
    @discardableResult
    mutating func reserve(
        _ lines: [(sku: String, quantity: Int)], for order: UUID, to address: Address? = nil, id: UUID? = nil,
        isExpress: Bool = false, isPaid: Bool = true
    ) throws -> Outcome {
        let parcelLines = lines.enumerated().map {
            ParcelLine(lineID: "\($0.offset + 1)", sku: $0.element.sku, quantity: $0.element.quantity)
        }
        return try handle(
            ReserveStockHandler.self,
            ReserveStock(
                reservationID: order, channel: "shopify", lines: parcelLines, destination: address,
                isExpress: isExpress, isPaid: isPaid), order: order, id: id)
    }

    /// Books as an operator does.
    @discardableResult
    mutating func book(_ kind: String, _ sku: String, _ site: String, _ quantity: Int) throws -> Outcome {
        try handle(
            BookStockHandler.self,
            BookStock(
                kind: kind, reference: "R", actor: "ana",
                movements: [StockMovementRequest(site: site, sku: sku, quantity: quantity)]))
    }

    /// Gives what came in to those who wait.
    @discardableResult
    mutating func fill(_ sku: String) throws -> Outcome {
        try handle(FillBackordersHandler.self, FillBackorders(sku: sku))
    }

    /// Changes articles of the catalogue.
    mutating func upsert(_ articles: StockKeepingUnit...) throws {
        let reply = try handle(UpsertCatalogueHandler.self, UpsertCatalogue(articles: articles))
            .payload(CatalogueUpserted.self)
        if let reason = reply?.reasons.first { throw HandlerError.park("test", "\(reason)") }
    }

    /// That the books add up, whatever was done.
    func expectBalanced(_ comment: Comment? = nil, sourceLocation: SourceLocation = #_sourceLocation) {
        var sums: [StockKey: [Int]] = [:]
        for line in rows.ledger {
            let sum = sums[line.key, default: [0, 0, 0]]
            sums[line.key] = [sum[0] + line.onHand, sum[1] + line.reserved, sum[2] + line.quarantined]
        }
        var open: [StockKey: Int] = [:]
        for line in rows.reservations.rows.flatMap(\.lines) { open[line.key, default: 0] += line.open }
        for balance in rows.balances.rows {
            let own = [balance.onHand, balance.reserved, balance.quarantined]
            #expect(sums[balance.key] ?? [0, 0, 0] == own, comment, sourceLocation: sourceLocation)
            #expect(open[balance.key, default: 0] == balance.reserved, comment, sourceLocation: sourceLocation)
            #expect(balance.reserved <= balance.onHand && own.min() ?? 0 >= 0, comment, sourceLocation: sourceLocation)
        }
    }

    func balance(_ sku: String, _ site: String) -> Balance {
        rows.balance(at: StockKey(sku: sku, site: site))
    }
}

extension Outcome {
    /// The one message of a type.
    func payload<Payload: MessagePayload>(_: Payload.Type) throws -> Payload? {
        try messages.first { $0.envelope.type == Payload.type }.map { try Payload.parse($0.envelope.data) }
    }

    var timerKeys: [String] {
        timers.map { change in
            switch change {
            case .set(let request): request.key
            case .cancel(let key): "-" + key
            }
        }
    }
}

enum Demo {
    static let istanbul = site("IST", country: "TR", 41_008_200, 28_978_400)
    static let berlin = site("BER", country: "DE", 52_520_000, 13_405_000)
    static let london = site("LON", country: "GB", 51_507_400, -127_800)

    static func site(_ code: String, country: String, _ latitude: Int, _ longitude: Int, isOpen: Bool = true) -> Site {
        Site(
            code: code, name: code, address: Address(line1: "Dock 1", city: code, country: country),
            latitudeE6: latitude, longitudeE6: longitude, isOpen: isOpen)
    }

    static func article(
        _ sku: String, safety: Int = 0, aliases: [String] = [], policy: ShortPolicy = .reject, leadDays: Int = 0,
        kit components: [KitComponent] = []
    ) -> StockKeepingUnit {
        StockKeepingUnit(
            sku: sku, title: "Article \(sku)", barcode: "869\(sku)", aliases: aliases, weight: 250, length: 100,
            width: 80, height: 40, safetyStock: safety, shortPolicy: policy, leadDays: leadDays, components: components)
    }

    static func address(_ country: String, _ latitude: Int? = nil, _ longitude: Int? = nil) -> Address {
        Address(line1: "1 Street", city: "City", country: country, latitudeE6: latitude, longitudeE6: longitude)
    }

    /// Three sites, two articles, an open shop, and the stock that is given.
    static func bench(_ stock: [(sku: String, site: String, quantity: Int)], safety: Int = 0) throws -> InventoryBench {
        var bench = InventoryBench()
        try bench.handle(
            ShopChangedHandler.self, ShopChanged(channel: "shopify", shop: "demo", isOpen: true, stockBuffer: 3),
            sequence: 1)
        try bench.handle(
            UpsertCatalogueHandler.self,
            UpsertCatalogue(
                articles: [article("TEA", safety: safety, aliases: ["shopify:4711"]), article("CUP", safety: safety)],
                sites: [istanbul, berlin, london], bins: [BinAssignment(site: "BER", sku: "TEA", bin: "A-01")]))
        try bench.handle(
            BookStockHandler.self,
            BookStock(
                kind: "receive", reference: "DN-1", actor: "ana",
                movements: stock.map { StockMovementRequest(site: $0.site, sku: $0.sku, quantity: $0.quantity) }))
        return bench
    }
}
