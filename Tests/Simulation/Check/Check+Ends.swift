import Contracts
import FoundationEssentials
import Inventory
import Messaging
import Notifications
import OrderIntake
import PaymentVerify
import SagaCoordinator
import Shipping
import Warehouse

extension Check {
    /// A3: the money of every ended order is what its goods cost, to the minor unit.
    static func money(_ world: World) {
        let accounts = Dictionary(world.house.payment.memory.accounts.map { ($0.orderID, $0) }) { $1 }
        for saga in world.house.saga.memory.sagas.rows.values.sorted(by: { $0.id.text < $1.id.text })
        where saga.phase.isFinal {
            let money = saga.money
            let text =
                "authorised \(money.authorised), captured \(money.captured), voided \(money.voided), refunded \(money.refunded)"
            if saga.phase == .closed {
                let delivered = saga.lines.allSatisfy { $0[.delivered] == $0.ordered }
                if delivered, money.captured - money.refunded != saga.order?.total {
                    world.violate("A3: order \(name(saga)) is closed and cost \(saga.order?.total ?? 0): \(text)")
                }
            } else if money.captured != money.refunded || money.authorised != money.voided + money.refunded {
                world.violate("A3: order \(name(saga)) is \(saga.phase.rawValue) and money is kept: \(text)")
            }
            // A courier's cash is known to the coordinator alone.
            guard let account = accounts[saga.id], saga.order?.payment.method != .cashOnDelivery else { continue }
            if account.authorised != money.authorised || account.captured != money.captured
                || account.voided != money.voided || account.refunded != money.refunded
            {
                world.violate(
                    "A3: order \(name(saga)): the coordinator says \(text); payment says authorised \(account.authorised), captured \(account.captured), voided \(account.voided), refunded \(account.refunded)"
                )
            }
        }
    }

    /// A5: whoever gave an order up has undone what was done or unknown.
    static func compensation(_ world: World) {
        let accounts = Dictionary(world.house.payment.memory.accounts.map { ($0.orderID, $0) }) { $1 }
        let reservations = world.house.inventory.memory.states
        for saga in world.house.saga.memory.sagas.rows.values.sorted(by: { $0.id.text < $1.id.text })
        where saga.phase == .cancelled || saga.phase == .expired {
            for step in saga.steps where step.key.name == .authorise || step.key.name == .reserve {
                if step.status == .sent || step.status == .done {
                    world.violate(
                        "A5: order \(name(saga)) is \(saga.phase.rawValue), but \(step.key.name.rawValue) is \(step.status.rawValue)"
                    )
                }
            }
            if let account = accounts[saga.id],
                account.authorised != account.voided + account.refunded
                    || ["pending", "review"].contains(account.state)
            {
                world.violate("A5: order \(name(saga)) is \(saga.phase.rawValue), and its payment is \(account.state)")
            }
            if let state = reservations[saga.id], ["reserved", "waiting", "consumed"].contains(state) {
                world.violate("A5: order \(name(saga)) is \(saga.phase.rawValue), and its reservation is \(state)")
            }
            for order in world.house.warehouse.memory.orders.rows.values
            where order.orderID == saga.id && order.state != .cancelled && order.state != .short {
                world.violate(
                    "A5: order \(name(saga)) is \(saga.phase.rawValue), and a site has it \(order.state.rawValue)")
            }
            for parcel in world.house.shipping.memory.parcels.rows.values
            where parcel.orderID == saga.id && ![.void, .refused].contains(parcel.state) {
                world.violate(
                    "A5: order \(name(saga)) is \(saga.phase.rawValue), and a parcel is \(parcel.state.rawValue)")
            }
        }
    }

    /// That each order ended as its own history allows.
    static func ends(_ world: World) {
        for plan in world.shop.plans {
            let number = plan.order.number
            guard let id = world.shop.orderIDs[plan.order.externalID] else {
                world.violate("order \(number) was never answered \(world.shop.rejected[plan.order.externalID] ?? "")")
                continue
            }
            guard let saga = world.house.saga.memory.sagas[id] else {
                world.violate("order \(number) has no saga")
                continue
            }
            let answer = world.shop.cancels[id]
            if world.shop.wishes.contains(id), answer == nil {
                world.violate("the wish to cancel order \(number) was never answered")
            }
            judge(plan, saga, answer, world)
        }
    }

    private static func judge(_ plan: OrderPlan, _ saga: OrderSaga, _ answer: CancelAnswered?, _ world: World) {
        let number = plan.order.number
        switch saga.phase {
        case .closed:
            if plan.isDeclined { world.violate("order \(number) is closed, and its card was declined") }
            if answer?.accepted == true { world.violate("order \(number) is closed, and its cancel was accepted") }
            if !saga.lines.allSatisfy({ $0[.delivered] == $0.ordered }) {
                world.violate("order \(number) is closed, and not all of it is delivered")
            }
        case .cancelled, .expired:
            guard answer?.accepted != true, !plan.isDeclined, !plan.wantsScarce else { return }
            world.violate(
                "order \(number) is \(saga.phase.rawValue), and nobody wanted it: \(saga.ending?.reason.code ?? "")")
        case .running, .undoing, .unborn:
            let mayWait = plan.isUndeliverable || plan.cannotBeCaptured
            guard saga.isOnHold, mayWait else {
                let open = saga.steps.filter { $0.status == .sent }
                    .map { "\($0.key.name.rawValue) (\($0.hold?.rawValue ?? "no hold"))" }
                world.violate(
                    "order \(number) ended \(saga.phase.rawValue), waiting for \(open.joined(separator: ", "))")
                return
            }
        }
    }
}
