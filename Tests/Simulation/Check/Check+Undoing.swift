import Contracts
import FoundationEssentials
import Inventory
import Messaging
import PaymentVerify
import SagaCoordinator
import Shipping
import Warehouse

extension Check {
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

    /// A5: whatever the carrier was paid for has left, or was voided. What is sold for a return is with the customer.
    static func labels(_ world: World) {
        let left = Set(
            world.house.warehouse.memory.orders.rows.values.filter { $0.state == .handedOver }.compactMap(\.parcel?.id))
        for label in world.outside.labels.values.sorted(by: { $0.number < $1.number })
        where !label.isVoid && !label.isReturn && !left.contains(label.parcelID) {
            let saga = world.house.saga.memory.sagas.rows.values.first { saga in
                saga.fulfilments.contains { $0.parcel?.id == label.parcelID }
            }
            // A parcel that waits for somebody may have its label already.
            guard saga?.phase != .running else { continue }
            world.violate("A5: the label of parcel \(label.parcelID.text) was neither used nor voided")
        }
    }
}
