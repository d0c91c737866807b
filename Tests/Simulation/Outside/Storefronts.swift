import Contracts
import FoundationEssentials
import WireJSON

/// The shop: what it sends on behalf of its customers, and what it is told.
final class Storefronts {
    let plans: [OrderPlan]
    /// What is known of each order.
    private(set) var orders: [Int: Known] = [:]
    private var indices: [UUID: Int] = [:]

    /// One order as the shop sees it.
    struct Known {
        var id: UUID?
        /// Submission -> why it was refused.
        var rejections: [UUID: String] = [:]
        var cancel = Wish<CancelAnswered>()
        var change = Wish<ChangeAnswered>()
        /// Requests of returns, and the answers to them by message.
        var returns: Set<UUID> = []
        var returnAnswers: [UUID: ReturnAnswered] = [:]
        var isDelivered = false
    }

    /// Something that was asked for.
    struct Wish<Answer: Sendable>: Sendable {
        var asked: UUID?
        var preview: Answer?
        var answer: Answer?
    }

    init(_ scenario: Scenario) {
        let chance = Chance(seed: scenario.seed)
        plans = scenario.indices.map { OrderPlan($0, chance) }
        for plan in plans { orders[plan.index] = Known() }
    }

    func plan(of orderID: UUID) -> OrderPlan? {
        guard let index = indices[orderID] else { return nil }
        return plans.first { $0.index == index }
    }

    /// The shop itself, and where it wants to hear of its orders.
    func open(in world: World) {
        world.send(UpsertShop(channel: "web", shop: "main"), "shop")
        world.send(
            UpsertWebhook(
                channel: "web", shop: "main", url: "https://shop.example/waybill",
                secrets: ["whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="], actor: "simulation"), "webhook")
    }

    /// Plans what the customers do.
    func begin(in world: World) {
        for plan in plans {
            world.plan(in: plan.placedAfter) { self.submit(plan, in: $0) }
            if let wish = plan.cancel {
                world.plan(in: plan.placedAfter + wish.after) { self.cancel(plan, wish, in: $0) }
            }
            if let wish = plan.change {
                world.plan(in: plan.placedAfter + wish.after) { self.change(plan, wish, in: $0) }
            }
        }
    }

    private func submit(_ plan: OrderPlan, in world: World) {
        publish(SubmitOrder(order: plan.order), "order/\(plan.index)", in: world, turns: plan.submissions)
    }

    // MARK: Wishes

    private func cancel(_ plan: OrderPlan, _ wish: WishPlan, in world: World) {
        if wish.isPreviewed { ask(isPreview: true, in: world) }
        world.plan(in: wish.isPreviewed ? 5_000_000 : 0) { ask(isPreview: false, in: $0) }

        func ask(isPreview: Bool, in world: World) {
            let name = "cancel/\(plan.index)/\(isPreview)"
            guard !wish.isByShop else {
                let id = publish(
                    CancelSubmitted(
                        externalID: plan.order.externalID, lines: wish.lines, reason: "changed_mind",
                        isPreview: isPreview), name, in: world)
                if !isPreview { orders[plan.index]?.cancel.asked = id }
                return
            }
            whenKnown(plan, in: world) { id, world in
                let asked = world.send(
                    CancelOrder(
                        reason: "changed_mind", actor: "simulation", lines: wish.lines, isPreview: isPreview), name,
                    orderID: id)
                if !isPreview { self.orders[plan.index]?.cancel.asked = asked }
            }
        }
    }

    private func change(_ plan: OrderPlan, _ wish: WishPlan, in world: World) {
        var token: String? { orders[plan.index]?.change.preview?.previewToken }
        if wish.isPreviewed { ask(isPreview: true, in: world) }
        // Whoever has had an answer names it; whoever was too impatient does not.
        world.plan(in: wish.isPreviewed ? 5_000_000 : 0) { ask(isPreview: false, in: $0) }

        func ask(isPreview: Bool, in world: World) {
            let name = "change/\(plan.index)/\(isPreview)"
            guard !wish.isByShop else {
                let id = publish(
                    ChangeSubmitted(
                        externalID: plan.order.externalID, shippingAddress: wish.address, lines: wish.lines,
                        reason: "changed_mind", isPreview: isPreview, previewToken: isPreview ? nil : token), name,
                    in: world)
                if !isPreview { orders[plan.index]?.change.asked = id }
                return
            }
            whenKnown(plan, in: world) { id, world in
                let asked = world.send(
                    ChangeOrder(
                        actor: "simulation", reason: "changed_mind", shippingAddress: wish.address, lines: wish.lines,
                        isPreview: isPreview, previewToken: isPreview ? nil : token), name, orderID: id)
                if !isPreview { self.orders[plan.index]?.change.asked = asked }
            }
        }
    }

    /// Operators speak of an order by its own id.
    private func whenKnown(_ plan: OrderPlan, in world: World, _ action: @escaping (UUID, World) -> Void) {
        if let id = orders[plan.index]?.id { return action(id, world) }
        world.plan(in: 3_000_000) { self.whenKnown(plan, in: $0, action) }
    }

    private func giveBack(_ plan: OrderPlan, _ wish: ReturnPlan, in world: World) {
        let units = wish.lines.reduce(0) { $0 + $1.quantity }
        let id = publish(
            ReturnSubmitted(
                externalID: plan.order.externalID, lines: wish.lines, settlement: wish.settlement,
                exchangeLines: wish.settlement == .exchange
                    ? [ExchangeLine(sku: Assortment.ample[2], quantity: units)] : []),
            "return/\(plan.index)/\(wish.number)", in: world)
        orders[plan.index]?.returns.insert(id)
    }

    @discardableResult
    private func publish(_ message: some MessagePayload, _ name: String, in world: World, turns: Int = 1) -> UUID {
        let envelope = Envelope(
            id: .v5("sim/\(name)"), source: "/shop", type: Swift.type(of: message).type,
            time: Timestamp(microseconds: world.now), data: message.jsonBytes)
        world.publish(envelope, exchange: Topology.intake, routingKey: "orders.web.main", turns: turns)
        return envelope.id
    }

    // MARK: Answers

    /// What comes over the public exchange.
    func hear(_ message: ReceivedMessage, _ routingKey: String, in world: World) {
        let envelope = message.envelope
        do {
            switch envelope.type {
            case SubmissionAccepted.type: try accept(envelope, in: world)
            case SubmissionRejected.type:
                let answer = try SubmissionRejected.parse(envelope.data)
                guard let index = answer.externalID.flatMap({ Int($0) }), let id = UUID(text: answer.submissionID)
                else { return }
                orders[index]?.rejections[id] = answer.reasons.first?.code ?? ""
            case CancelAnswered.type:
                let answer = try CancelAnswered.parse(envelope.data)
                take(answer, answer.isPreview, of: index(of: envelope, answer.externalID), \.cancel, in: world)
            case ChangeAnswered.type:
                let answer = try ChangeAnswered.parse(envelope.data)
                take(answer, answer.isPreview, of: index(of: envelope, answer.externalID), \.change, in: world)
            case OrderStatusChanged.type:
                let news = try OrderStatusChanged.parse(envelope.data)
                if news.status == .delivered || news.status == .partiallyDelivered {
                    delivered(Int(news.externalID), in: world)
                }
            case ReturnAnswered.type where routingKey.hasPrefix("answer.web"):
                guard let index = envelope.orderID.flatMap({ indices[$0] }) else { return }
                orders[index]?.returnAnswers[message.id] = try ReturnAnswered.parse(envelope.data)
            default: break
            }
            try world.people.hear(envelope, in: world)
        } catch {
            world.violate("what the shop is told cannot be read: \(error)")
        }
    }

    /// News may come before the answer to the submission.
    private func index(of envelope: Envelope, _ externalID: String?) -> Int? {
        externalID.flatMap { Int($0) } ?? envelope.orderID.flatMap { indices[$0] }
    }

    private func accept(_ envelope: Envelope, in world: World) throws {
        let answer = try SubmissionAccepted.parse(envelope.data)
        // A replacement for returned goods is none of the shop's own orders.
        guard let index = Int(answer.externalID) else { return }
        if let known = orders[index]?.id, known != answer.orderID {
            world.violate("order \(answer.externalID) was given two ids")
        }
        orders[index]?.id = answer.orderID
        indices[answer.orderID] = index
    }

    private func take<Answer: Hashable & Sendable>(
        _ answer: Answer, _ isPreview: Bool, of index: Int?, _ path: WritableKeyPath<Known, Wish<Answer>>,
        in world: World
    ) {
        guard let index, var known = orders[index] else { return }
        if isPreview {
            known[keyPath: path].preview = answer
        } else {
            if let earlier = known[keyPath: path].answer, earlier != answer {
                world.violate("a wish of order #\(index) was answered with \(earlier) and with \(answer)")
            }
            known[keyPath: path].answer = answer
        }
        orders[index] = known
    }

    private func delivered(_ index: Int?, in world: World) {
        guard let index, orders[index]?.isDelivered == false,
            let plan = plans.first(where: { $0.index == index })
        else { return }
        orders[index]?.isDelivered = true
        for wish in plan.returns { world.plan(in: wish.after, isTimer: true) { self.giveBack(plan, wish, in: $0) } }
    }
}
