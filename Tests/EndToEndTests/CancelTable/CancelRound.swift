import Contracts
import Foundation
import Postgres
import TestSupport
import Testing

/// Orders that are cancelled at random moments, with what was answered.
struct CancelRound {
    let system: WaybillSystem
    /// What all external ids begin with.
    let prefix: String
    private(set) var orders: [Order] = []
    private var cancels: [String: Posted] = [:]
    private(set) var answers: [String: CancelAnswered] = [:]
    private var ids: [String: UUID] = [:]

    init(_ prefix: String, in system: WaybillSystem) {
        self.prefix = prefix
        self.system = system
    }

    /// Makes orders of two units of the room's first article and one of the second, by card, from a marketplace, and paid
    /// at the door in turn.
    mutating func make(
        _ count: Int, of room: Stockroom, methods: [PaymentMethod] = [.card, .marketplace, .cashOnDelivery],
        changing change: (inout Order, Int) -> Void = { _, _ in }
    ) {
        for _ in 0..<count {
            let number = orders.count
            let method = methods[number % methods.count]
            var order = DemoShop().order(
                number, method: method, state: method == .marketplace ? .paid : .unpaid,
                token: method == .card ? "tok_ok" : nil, lines: [(room.sku(1), 2), (room.sku(2), 1)])
            order.externalID = "\(prefix)-\(number)"
            order.number = "#\(prefix)-\(number)"
            order.customer.email = "\(prefix)-\(number)@example.com"
            order.shippingAddress?.line1 = "\(prefix) Street \(number)"
            change(&order, number)
            orders.append(order)
        }
    }

    func submit() async throws { try await DemoShop().submit(orders, to: system) }

    /// Waits until the coordinator has so many of the orders with one of the headlines.
    func wait(for headlines: String..., count: Int? = nil, within deadline: Duration = .seconds(180)) async throws {
        try await waitUntil(
            "\(count ?? orders.count) orders \(prefix) are \(headlines)", within: deadline, every: .milliseconds(200)
        ) {
            try await self.count(headlines) >= count ?? orders.count
        }
    }

    func count(_ headlines: [String]) async throws -> Int {
        try await system.database.withConnection(schema: ServiceName.saga.schema) {
            try await $0.query(Self.countHeadlines, prefix + "-%", headlines).first?.int(0) ?? 0
        }
    }

    /// Reads the ids that the orders have been given.
    mutating func learnIDs() async throws {
        let rows = try await system.database.withConnection(schema: ServiceName.saga.schema) {
            try await $0.query(Self.orderIDs, prefix + "-%")
        }
        ids = Dictionary(uniqueKeysWithValues: try rows.map { (try $0.string(0), try $0.uuid(1)) })
    }

    func id(of order: Order) throws -> UUID {
        guard let id = ids[order.externalID] else {
            throw ServiceExecutable.Failed(description: "no saga of order \(order.externalID)")
        }
        return id
    }

    /// The operator's wish, to be published.
    mutating func cancel(_ order: Order, _ lines: [LineQuantity] = []) throws -> Posted {
        let cancel = Posted.command(
            CancelOrder(reason: "changed their mind", actor: "test", lines: lines), orderID: try id(of: order))
        cancels[order.externalID] = cancel
        return cancel
    }

    /// Waits until every wish is answered for good.
    mutating func hear() async throws {
        let heard = try await system.answers(
            to: cancels.values.map(\.id), of: .saga, as: CancelAnswered.self, within: .seconds(180))
        answers = cancels.compactMapValues { heard[$0.id] }
    }

    /// Compares each order with what the table says of it.
    func compare(_ expected: (Order, CancelAnswered?, OrderTruth) -> [String]) async throws {
        let truths = try await OrderTruth.all(prefix + "-", in: system)
        for order in orders {
            guard let truth = truths[order.externalID] else {
                Issue.record("order \(order.externalID) is not there")
                continue
            }
            let answer = answers[order.externalID]
            let faults = expected(order, answer, truth)
            if !faults.isEmpty {
                let said = answer.map { $0.accepted ? "accepted" : "refused: \($0.reason?.code ?? "")" } ?? "not asked"
                Issue.record("order \(order.externalID), cancel \(said): \(faults.joined(separator: "; ")); \(truth)")
            }
        }
    }

    /// What is delivered may have money to let go of still.
    private static let countHeadlines = Statement(
        "test_headlines",
        """
        SELECT count(*) FROM saga s JOIN saga_order o USING (order_id)
        WHERE o.external_id LIKE $1::text AND s.headline = ANY($2::text[])
          AND (s.headline <> 'delivered' OR s.phase = 'closed')
        """)

    private static let orderIDs = Statement(
        "test_order_ids", "SELECT external_id, order_id FROM saga_order WHERE external_id LIKE $1::text")
}
