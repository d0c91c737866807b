import Contracts
import FoundationEssentials
import Messaging
import Returns
import SagaCoordinator
import Warehouse

extension Check {
    /// That each order ended as its own history allows.
    static func ends(_ world: World) {
        for plan in world.shop.plans {
            let number = plan.order.number
            guard let known = world.shop.orders[plan.index], let id = known.id else {
                world.violate("order \(number) was never answered: \(world.shop.orders[plan.index]?.rejections ?? [:])")
                continue
            }
            guard let saga = world.house.saga.memory.sagas[id] else {
                world.violate("order \(number) has no saga")
                continue
            }
            answers(number, known, world)
            end(of: saga, plan, world)
            told(plan, saga, known, world)
        }
        for saga in world.house.saga.memory.sagas.rows.values.sorted(by: { $0.id.text < $1.id.text }) {
            units(of: saga, world)
            goods(of: saga, world)
            if saga.order?.kind == .exchange { end(of: saga, nil, world) }
        }
        for rma in world.house.returns.memory.returns.rows.values.sorted(by: { $0.id.text < $1.id.text })
        where !rma.isOver {
            // What was never taken cannot be given back: somebody has to say what becomes of it.
            let isFailed = rma.settlements.contains { $0.state == .failed }
            if isFailed, world.shop.plan(of: rma.orderID)?.cannotBeCaptured == true { continue }
            world.violate("return \(rma.id.text) ended \(rma.state.rawValue): \(rma.details.reason?.code ?? "")")
        }
    }

    private static func answers(_ number: String, _ known: Storefronts.Known, _ world: World) {
        for (id, code) in known.rejections { world.violate("order \(number): \(id.text) was rejected: \(code)") }
        if known.cancel.asked != nil, known.cancel.answer == nil {
            world.violate("the wish to cancel order \(number) was never answered")
        }
        if known.change.asked != nil, known.change.answer == nil {
            world.violate("the wish to change order \(number) was never answered")
        }
        if known.returns.count != known.returnAnswers.count {
            world.violate(
                "of \(known.returns.count) returns of order \(number) \(known.returnAnswers.count) were answered")
        }
    }

    /// Where it stands, and whether somebody or something is the reason.
    private static func end(of saga: OrderSaga, _ plan: OrderPlan?, _ world: World) {
        let number = name(saga)
        switch saga.phase {
        case .closed:
            if plan?.isDeclined == true { world.violate("order \(number) is closed, and its card was declined") }
        case .cancelled, .expired:
            guard let plan, plan.cancel == nil, plan.change == nil, !mayLose(plan, saga, world) else { return }
            world.violate(
                "order \(number) is \(saga.phase.rawValue), and nobody wanted it: \(saga.ending?.reason.code ?? "")")
        case .running, .undoing, .unborn:
            let mayWait = plan.map { $0.isUndeliverable && !$0.isCorrected || $0.cannotBeCaptured } ?? false
            // Nothing more comes in of what a site was short of once.
            let isShort = (plan?.wantsLimited ?? true) && world.shortages[saga.id] != nil
            guard saga.isOnHold, mayWait || isShort else {
                let open = saga.steps.filter { $0.status == .sent }
                    .map { "\($0.key.name.rawValue) (\($0.hold?.rawValue ?? "no hold"))" }
                world.violate(
                    "order \(number) ended \(saga.phase.rawValue), waiting for \(open.joined(separator: ", "))")
                return
            }
        }
    }

    /// Units may be taken off it that nobody wanted to be.
    private static func mayLose(_ plan: OrderPlan, _ saga: OrderSaga, _ world: World) -> Bool {
        // There are two sites: what neither can send is sent by none.
        let shortages = world.shortages[saga.id, default: 0] + (world.people.clerk.closesSite ? 1 : 0)
        return plan.isDeclined || plan.wantsLimited || plan.isLeftUnpaidAtTheDoor
            || plan.order.kind == .pickup && !plan.isPickedUp
            || world.shortages[saga.id] != nil && shortages > 1
    }

    /// Of a finished order every unit has arrived somewhere.
    private static func units(of saga: OrderSaga, _ world: World) {
        guard saga.phase.isFinal else { return }
        let ends: [UnitBucket] = [
            .delivered, .lost, .cancelled, .restocked, .quarantined, .writtenOff, .sentBack,
        ]
        for line in saga.lines where line.total(ends) != line.ordered {
            let open = UnitBucket.allCases.filter { !ends.contains($0) && line[$0] > 0 }.map { "\(line[$0]) \($0)" }
            world.violate(
                "order \(name(saga)) is \(saga.phase.rawValue), and of line \(line.lineID) \(open.joined(separator: ", "))"
            )
        }
        if saga.phase != .closed, !saga.lines.allSatisfy({ $0[.cancelled] == $0.ordered }) {
            world.violate("order \(name(saga)) is \(saga.phase.rawValue), and not all of it is cancelled")
        }
    }

    /// What left the house for a finished order is what it kept: of a kit all components, and none too many.
    private static func goods(of saga: OrderSaga, _ world: World) {
        guard saga.phase == .closed, let order = saga.order else { return }
        var left: [String: Int] = [:]
        for order in world.house.warehouse.memory.orders.rows.values
        where order.orderID == saga.id && order.state == .handedOver {
            for line in order.lines { left["\(line.sku) of line \(line.lineID)", default: 0] += line.due }
        }
        for (line, ordered) in zip(saga.lines, order.lines) where ordered.requiresShipping {
            for part in Assortment.parts(of: ordered.sku) {
                let kept = (line.ordered - line[.cancelled]) * part.quantity
                let sent = left["\(part.sku) of line \(line.lineID)", default: 0]
                if sent == kept || sent < kept && isAgreed(line.lineID, saga) { continue }
                if kept == 0, isPresent(line.lineID, saga) { continue }
                world.violate("order \(name(saga)): \(sent) \(part.sku) of line \(line.lineID) left, \(kept) are kept")
            }
        }
    }

    /// Parts of kits that stand for none had left before all kits were cancelled.
    private static func isPresent(_ lineID: String, _ saga: OrderSaga) -> Bool {
        let units = saga.fulfilments.flatMap(\.allocation.lines).filter { $0.lineID == lineID }.map(\.units)
        return !units.isEmpty && units.allSatisfy { $0 == 0 }
    }

    /// A part of a kit had left, and no site had the rest: a person has seen to it.
    private static func isAgreed(_ lineID: String, _ saga: OrderSaga) -> Bool {
        saga.detours.shortages.contains { shortage in
            shortage.lineIDs.contains(lineID) && saga.step(.reroute, shortage.id)?.status == .skipped
        }
    }

    /// What the shop was told of its wishes is what was done: unit by unit, and to the minor unit.
    private static func told(_ plan: OrderPlan, _ saga: OrderSaga, _ known: Storefronts.Known, _ world: World) {
        let number = name(saga)
        guard saga.phase == .closed, !mayLose(plan, saga, world), let order = saga.order else { return }
        var expected: [String: Int] = [:]
        var money: Int64 = 0
        if let answer = known.cancel.answer, answer.accepted {
            for line in answer.released { expected[line.lineID, default: 0] += line.quantity }
            money += answer.refund
        }
        if let answer = known.change.answer, answer.accepted {
            money -= answer.moneyDelta
            if let wish = plan.change, wish.address == nil, let line = wish.lines.first {
                // Less than was asked for is left when something was cancelled as well.
                let left = (saga.line(line.lineID)?.ordered ?? 0) - (saga.line(line.lineID)?[.cancelled] ?? 0)
                if left > line.quantity { world.violate("order \(number): \(left) of line \(line.lineID) are left") }
            }
            let preview = known.change.preview
            if let preview, preview.accepted, preview.moneyDelta != answer.moneyDelta, known.cancel.answer == nil {
                world.violate(
                    "order \(number): \(preview.moneyDelta) was previewed, and \(answer.moneyDelta) came of it")
            }
        } else {
            for line in saga.lines where line[.cancelled] != expected[line.lineID, default: 0] {
                world.violate(
                    "order \(number): \(line[.cancelled]) units of line \(line.lineID) are cancelled, \(expected[line.lineID, default: 0]) was told"
                )
            }
        }
        if order.total - saga.due != money {
            world.violate("order \(number) costs \(order.total - saga.due) less, and \(money) was told")
        }
    }
}
