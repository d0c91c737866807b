import Contracts
import FoundationEssentials
import WireJSON

/// The shop and its operators: what they send, and what they are told.
final class Storefronts {
    let plans: [OrderPlan]
    /// External id -> order id, from the answers to submissions.
    private(set) var orderIDs: [String: UUID] = [:]
    private(set) var rejected: [String: String] = [:]
    /// Order -> what became of the wish to cancel it.
    private(set) var cancels: [UUID: CancelAnswered] = [:]
    private(set) var wishes: Set<UUID> = []

    init(_ scenario: Scenario) {
        let chance = Chance(seed: scenario.seed)
        plans = scenario.indices.map { OrderPlan($0, chance) }
    }

    /// Shop, catalogue and stock, before anything goes wrong.
    func open(in world: World) {
        let chance = world.chance
        send(UpsertShop(channel: "web", shop: "main"), "shop", in: world)
        let sites = [
            Site(
                code: "IST", name: "İstanbul",
                address: Address(
                    name: "Depo", line1: "Liman Cad. 1", city: "İstanbul", postcode: "34000", country: "TR"),
                latitudeE6: 41_010_000, longitudeE6: 28_970_000),
            Site(
                code: "BER", name: "Berlin",
                address: Address(name: "Lager", line1: "Hafenstr. 1", city: "Berlin", postcode: "10115", country: "DE"),
                latitudeE6: 52_520_000, longitudeE6: 13_400_000),
        ]
        let articles = Assortment.skus.enumerated().map { index, sku in
            StockKeepingUnit(
                sku: sku, title: "Article \(index)", barcode: "86900000\(index)", weight: 200, length: 100, width: 80,
                height: 40)
        }
        let bins = Assortment.sites.flatMap { site in
            articles.map { BinAssignment(site: site, sku: $0.sku, bin: "A-\($0.sku)") }
        }
        send(UpsertCatalogue(articles: articles, sites: sites, bins: bins), "catalogue", in: world)
        let movements = Assortment.sites.flatMap { site in
            Assortment.skus.map { sku in
                StockMovementRequest(site: site, sku: sku, bin: nil, quantity: Assortment.stock(of: sku, chance))
            }
        }
        world.plan(in: 1_000_000) { world in
            self.send(
                BookStock(kind: "receive", reference: "DN-1", actor: "simulation", movements: movements), "stock",
                in: world)
        }
    }

    /// Plans what the customers do.
    func begin(in world: World) {
        for plan in plans {
            world.plan(in: plan.placedAfter) { self.submit(plan, in: $0) }
            guard let wait = plan.cancelledAfter else { continue }
            world.plan(in: plan.placedAfter + wait) { self.cancel(plan, in: $0) }
        }
    }

    private func submit(_ plan: OrderPlan, in world: World) {
        let envelope = Envelope(
            id: .v5("sim/order/\(plan.index)"), source: "/shop", type: SubmitOrder.type,
            time: Timestamp(microseconds: world.now), data: SubmitOrder(order: plan.order).jsonBytes)
        world.publish(
            envelope, exchange: Topology.intake, routingKey: "orders.web.main", turns: plan.submissions)
    }

    private func cancel(_ plan: OrderPlan, in world: World) {
        guard let id = orderIDs[plan.order.externalID] else {
            // The shop does not know the order's id yet.
            return world.plan(in: 3_000_000) { self.cancel(plan, in: $0) }
        }
        wishes.insert(id)
        send(CancelOrder(reason: "changed_mind", actor: "simulation"), "cancel", orderID: id, in: world)
    }

    private func send(_ command: some Command, _ name: String, orderID: UUID = .zero, in world: World) {
        let type = Swift.type(of: command).type
        let envelope = Envelope(
            id: .v5("sim/\(name)/\(orderID.text)"), source: "/waybill/operator", type: type,
            time: Timestamp(microseconds: world.now), orderID: orderID == .zero ? nil : orderID,
            data: command.jsonBytes)
        world.publish(
            envelope, exchange: Topology.commands, routingKey: Topology.routingKey(ofCommand: type, orderID: orderID))
    }

    /// What comes over the public exchange.
    func hear(_ message: ReceivedMessage, _ routingKey: String, in world: World) {
        let envelope = message.envelope
        do {
            switch envelope.type {
            case SubmissionAccepted.type:
                let answer = try SubmissionAccepted.parse(envelope.data)
                if let known = orderIDs[answer.externalID], known != answer.orderID {
                    world.violate("order \(answer.externalID) was given two ids")
                }
                orderIDs[answer.externalID] = answer.orderID
            case SubmissionRejected.type:
                let answer = try SubmissionRejected.parse(envelope.data)
                rejected[answer.externalID ?? ""] = answer.reasons.first?.code ?? ""
            case CancelAnswered.type:
                let answer = try CancelAnswered.parse(envelope.data)
                guard let id = envelope.orderID else { return }
                if let known = cancels[id], known.accepted != answer.accepted {
                    world.violate("the wish to cancel \(id.text) was answered with yes and with no")
                }
                cancels[id] = answer
            default: break
            }
        } catch {
            world.violate("what the shop is told cannot be read: \(error)")
        }
    }
}
