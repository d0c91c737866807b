import AMQP
import Contracts
import FoundationEssentials
import Messaging
import Postgres
import TestSupport
import WireJSON

/// What people do by hand: customers fetch and send back, a clerk receives and inspects. Each is done when the tables say
/// that it is its time, and is asked for under an id of its own, so that asking twice is asking once.
final class Errands {
    private let system: WaybillSystem
    private let desk: Desk
    private let maker: OrderMaker
    private var asked: [String: ContinuousClock.Instant] = [:]
    private var nextLook = ContinuousClock.now
    /// Something of what was asked for is not answered yet.
    private(set) var isBusy = false

    init(_ system: WaybillSystem, _ desk: Desk, _ maker: OrderMaker) {
        self.system = system
        self.desk = desk
        self.maker = maker
    }

    /// Looks twice a second, and whatever fails is done the next time.
    func beat() async {
        guard ContinuousClock.now >= nextLook else { return }
        nextLook = .now + .milliseconds(500)
        do {
            let messages = try await pickUps() + requests() + receipts()
            isBusy = !messages.isEmpty
            let fresh = messages.filter { asked[$0.key, default: .now - .seconds(60)] + .seconds(10) < .now }
            guard !fresh.isEmpty else { return }
            let outbound = fresh.map(\.message)
            try await system.broker.withAdministrator { try await $0.publishAndConfirm(outbound) }
            for item in fresh { asked[item.key] = .now }
        } catch {
            isBusy = true
        }
    }

    private typealias Errand = (key: String, message: Outbound)

    /// Customers at the counter.
    private func pickUps() async throws -> [Errand] {
        try await desk.query(Self.atTheCounter).map { row in
            let order = try row.uuid(0)
            return errand(
                SkipStep(step: "pick_up", unit: try row.uuid(1), actor: "counter", reason: "fetched"), "fetch", order,
                orderID: order)
        }
    }

    /// Returns of what was delivered.
    private func requests() async throws -> [Errand] {
        try await desk.query(Self.delivered).compactMap { row in
            guard let number = Int(try row.string(0)), let comeback = Recipe.of(number).comeback else { return nil }
            let order = maker.order(number)
            let lines = comeback.isPartial ? [(order.lines[0], 1)] : order.lines.map { ($0, $0.quantity) }
            let command = ReturnSubmitted(
                externalID: order.externalID,
                lines: lines.map { ReturnLine(lineID: $0.id, quantity: $1, reason: "too_small") },
                settlement: comeback.settlement,
                exchangeLines: comeback.settlement == .exchange
                    ? [ExchangeLine(sku: order.lines[0].sku, quantity: 1)] : [])
            let envelope = Envelope(
                id: .v5("return/\(number)"), source: "/storefront/\(order.channel)/\(order.shop)",
                type: ReturnSubmitted.type, time: .wallClock, data: command.jsonBytes)
            return (
                "return/\(number)",
                envelope.outbound(Topology.intake, "orders.\(order.channel).\(order.shop)")
            )
        }
    }

    /// The clerk: receives what is on its way, then inspects it.
    private func receipts() async throws -> [Errand] {
        try await desk.query(Self.comingBack).compactMap { row in
            let (id, order) = (try row.uuid(0), try row.uuid(1))
            guard let number = Int(try row.string(2)), let comeback = Recipe.of(number).comeback else { return nil }
            let lines = zip(try row.string(4).split(separator: ","), try row.string(5).split(separator: ",")).map {
                (lineID: String($0), quantity: Int($1) ?? 0)
            }
            if ["received", "inspecting"].contains(try row.string(3)) {
                let inspection = InspectReturn(
                    returnID: id, actor: "clerk",
                    lines: lines.map {
                        InspectedLine(lineID: $0.lineID, quantity: $0.quantity, disposition: comeback.disposition)
                    })
                return errand(inspection, "inspect", id, orderID: order)
            }
            let receipt = ReceiveReturn(
                returnID: id, site: "BER", actor: "clerk",
                lines: lines.map { LineQuantity(lineID: $0.lineID, quantity: $0.quantity) })
            return errand(receipt, "receive", id, orderID: order)
        }
    }

    private func errand(_ command: some Command, _ what: String, _ about: UUID, orderID: UUID) -> Errand {
        let type = Swift.type(of: command).type
        let envelope = Envelope(
            id: .v5(what, in: about), source: "/test", type: type, time: .wallClock, orderID: orderID,
            data: command.jsonBytes)
        return (
            "\(what)/\(about.text)",
            envelope.outbound(Topology.commands, Topology.routingKey(ofCommand: type, orderID: orderID))
        )
    }

    private static let atTheCounter = Statement(
        "chaos_counter", "SELECT order_id, unit FROM saga.saga_step WHERE step = 'pick_up' AND status = 'sent'")

    /// What the service for returns knows to be delivered in full, and nobody has asked to send back.
    private static let delivered = Statement(
        "chaos_delivered",
        """
        SELECT d.external_id FROM returns.delivered_order d JOIN saga.saga s USING (order_id)
        WHERE d.external_id ~ '^[0-9]+$' AND s.phase = 'closed'
            AND NOT EXISTS (SELECT FROM returns.rma r WHERE r.order_id = d.order_id)
        """)

    private static let comingBack = Statement(
        "chaos_coming_back",
        """
        SELECT r.id, r.order_id, d.external_id, r.state, string_agg(l.line_id, ',' ORDER BY l.line_id),
            string_agg(l.quantity::text, ',' ORDER BY l.line_id)
        FROM returns.rma r JOIN returns.delivered_order d USING (order_id) JOIN returns.rma_line l ON l.rma_id = r.id
        WHERE r.state IN ('label_issued', 'in_transit', 'received', 'inspecting')
        GROUP BY r.id, d.external_id
        """)
}
