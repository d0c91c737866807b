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

/// What must hold: the auditor's invariants, on the model's tables. See section 7 of the design.
enum Check {
    /// Whenever nothing moves but timers.
    static func atRest(_ world: World) {
        liveness(world)
        for contradiction in world.house.inventory.memory.contradictions { world.violate("A2: \(contradiction)") }
        once(world)
        hands(world)
        rest(world, isEnd: false)
        delivery(world)
        replay(world)
    }

    /// When nothing will ever move again.
    static func atTheEnd(_ world: World) {
        rest(world, isEnd: true)
        money(world)
        compensation(world)
        labels(world)
        shelves(world)
        leftovers(world)
        webhooks(world)
        ends(world)
    }

    /// A1: final, or with a timer or a hold.
    private static func liveness(_ world: World) {
        guard let service = world.house[.saga] else { return }
        let sagas = world.house.saga.memory.sagas
        for order in world.house.intake.memory.orders.rows.values where order.isAnnounced {
            if sagas[order.id] == nil { world.violate("A1: order \(order.order.number) never reached the coordinator") }
        }
        for saga in sagas.rows.values where !saga.phase.isFinal && saga.phase != .unborn && !saga.isOnHold {
            if saga.deadline == nil {
                world.violate("A1: order \(name(saga)) is \(saga.phase.rawValue) with neither deadline nor hold")
            } else if service.timers["deadline/\(saga.id.text)"] == nil {
                world.violate("A1: order \(name(saga)) has a deadline and no timer")
            }
        }
    }

    /// A4: by the books of the other side.
    private static func once(_ world: World) {
        let ours = world.house.payment.memory.accounts.filter(\.isOurs).reduce(into: [String: Int64]()) {
            $0.merge($1.done) { $1 }
        }
        let theirs = world.outside.money.filter(\.value.isDone).mapValues(\.amount)
        for (key, amount) in theirs.sorted(by: { $0.key < $1.key }) where ours[key] != amount {
            world.violate(
                "A4: the provider moved \(amount) for \(key), we say \(ours[key].map { "\($0)" } ?? "nothing")")
        }
        for (key, amount) in ours.sorted(by: { $0.key < $1.key }) where theirs[key] == nil {
            world.violate("A4: we say \(amount) was moved for \(key), the provider knows of nothing")
        }
        let bought = Dictionary(grouping: world.outside.labels.values, by: \.parcelID)
        for (parcel, labels) in bought.sorted(by: { $0.key.text < $1.key.text })
        where labels.filter({ !$0.isVoid }).count > 1 {
            world.violate("A4: the carrier sold \(labels.count) labels for parcel \(parcel.text)")
        }
        let mails = Set(world.house.notifications.memory.notifications.rows.values.map(\.messageID))
        for id in world.outside.mails.keys.sorted() where !mails.contains(id) {
            world.violate("A4: an e-mail with the Message-ID \(id) was sent that nobody knows of")
        }
    }

    /// A2: what a site has in hand, or is to pick, is kept for it; also what was cancelled and is not back in its bin.
    private static func hands(_ world: World) {
        var needed: [String: Int] = [:]
        for order in world.house.warehouse.memory.orders.rows.values {
            let isOpen = [.released, .picking, .picked, .packed].contains(order.state)
            for line in order.lines {
                needed["\(line.sku) at \(order.site)", default: 0] += (isOpen ? line.due : 0) + line.toPutBack
            }
        }
        let reserved = world.house.inventory.memory.reservedUnits
        for (place, units) in needed.sorted(by: { $0.key < $1.key }) where units > reserved[place, default: 0] {
            world.violate(
                "A2: \(units) of \(place) are in hand or to be picked, \(reserved[place, default: 0]) are reserved")
        }
    }

    /// A6: nothing waits, and nothing was given up.
    private static func rest(_ world: World, isEnd: Bool) {
        for (queue, count) in world.broker.waiting { world.violate("A6: \(count) messages lie in \(queue)") }
        for service in world.house.all {
            let name = service.name.rawValue
            if !service.outbox.isEmpty {
                world.violate("A6: \(service.outbox.count) messages lie in the outbox of \(name)")
            }
            for (key, _) in service.effects.filter(\.value.isOpen).sorted(by: { $0.key < $1.key }) {
                world.violate("A6: effect \(key) of \(name) is open, and nobody performs it")
            }
            for (id, row) in service.inbox where row.fate != .applied && !(service.noticed.contains(id) && !isEnd) {
                world.violate("A6: \(row.letter.message.type.rawValue) in \(name) is \(row.fate)")
            }
        }
    }

    /// A7: what was sent was applied.
    private static func delivery(_ world: World) {
        for sent in world.sent {
            for owner in sent.owners where world.house[owner]?.inbox[sent.id] == nil {
                world.violate("A7: \(sent.type.rawValue) was sent, and \(owner.rawValue) never had it")
            }
        }
        world.sent.removeAll()
    }

    /// A8: an order's log gives its row. Orders that did not change since they were looked at are left out.
    private static func replay(_ world: World) {
        let memory = world.house.saga.memory
        for saga in memory.sagas.rows.values where world.replayed[saga.id] != saga.version {
            world.replayed[saga.id] = saga.version
            do {
                if try Replay.run(memory.log[saga.id] ?? [], of: saga.id) != saga {
                    world.violate("A8: the log of order \(name(saga)) gives another row")
                }
            } catch {
                world.violate("A8: the log of order \(name(saga)) cannot be read: \(error)")
            }
        }
    }

    static func name(_ saga: OrderSaga) -> String { "\(saga.order?.number ?? "?") (\(saga.id.text))" }
}
