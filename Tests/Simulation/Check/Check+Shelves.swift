import Contracts
import FoundationEssentials
import Inventory
import Messaging
import Notifications
import SagaCoordinator
import Warehouse

extension Check {
    /// A2, by the books of those who work there: what lies on the shelves is what was booked in, less what left in parcels
    /// and what was not found, and what came back and was fit to be kept.
    static func shelves(_ world: World) {
        var expected = world.people.clerk.booked
        for (sku, units) in world.people.desk.restocked { expected[sku, default: 0] += units }
        for (sku, units) in world.people.desk.quarantined { expected[sku, default: 0] += units }
        for order in world.house.warehouse.memory.orders.rows.values where order.state == .handedOver {
            for line in order.lines { expected[line.sku, default: 0] -= line.due }
        }
        for (sku, units) in world.missing { expected[sku, default: 0] -= units }
        let found = world.house.inventory.memory.shelves
        for sku in Assortment.stocked where expected[sku, default: 0] != found[sku, default: 0] {
            world.violate(
                "A2: \(found[sku, default: 0]) of \(sku) are on the books, \(expected[sku, default: 0]) are there")
        }
        let apart = world.people.desk.quarantined.merging(world.setAside) { $0 + $1 }
        let books = world.house.inventory.memory.quarantinedUnits
        for sku in Assortment.stocked where apart[sku, default: 0] != books[sku, default: 0] {
            world.violate(
                "A2: \(books[sku, default: 0]) of \(sku) are in quarantine by the books, \(apart[sku, default: 0]) are there"
            )
        }
    }

    /// A2: nothing is held for orders that are over.
    static func leftovers(_ world: World) {
        let wanted = world.house.inventory.memory.wantedUnits
        for saga in world.house.saga.memory.sagas.rows.values.sorted(by: { $0.id.text < $1.id.text })
        where saga.phase.isFinal && wanted[saga.id, default: 0] > 0 {
            world.violate(
                "A2: order \(name(saga)) is \(saga.phase.rawValue), and \(wanted[saga.id, default: 0]) units are held for it"
            )
        }
    }

    /// A4: the shop's endpoint was told everything, each under one id and in the order of events.
    static func webhooks(_ world: World) {
        let deliveries = world.house.notifications.memory.deliveries.rows.values
        let known = Dictionary(deliveries.map { ($0.id.text, $0) }) { first, _ in first }
        for id in world.outside.webhooks.keys.sorted() where known[id] == nil {
            world.violate("A4: a webhook with the id \(id) was sent that nobody knows of")
        }
        var last: [UUID: (position: Int64, type: String)] = [:]
        for (id, heard) in world.outside.webhooks.sorted(by: { $0.value.place < $1.value.place }) {
            guard let delivery = known[id], delivery.replays == 0 else { continue }
            if let earlier = last[delivery.orderID], earlier.position > delivery.position {
                world.violate(
                    "webhook \(delivery.type) of \(delivery.orderID.text) came after \(earlier.type), heard \(heard.count) times"
                )
            }
            last[delivery.orderID] = (delivery.position, delivery.type)
        }
        for delivery in deliveries.sorted(by: { $0.position < $1.position }) {
            let isHeard = world.outside.webhooks[delivery.id.text] != nil
            if delivery.isOpen || delivery.state == .delivered && !isHeard {
                world.violate(
                    "webhook \(delivery.type) of \(delivery.orderID.text) is \(delivery.state.rawValue), heard: \(isHeard)"
                )
            }
        }
    }
}
