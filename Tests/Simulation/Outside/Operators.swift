import Contracts
import FoundationEssentials
import Messaging
import Notifications
import SagaCoordinator

/// Whoever resolves what waits for a person: wrong addresses, lost parcels, customers at the counter, parked webhooks.
final class Operators {
    private let chance: Chance
    private var done: Set<String> = []

    init(_ chance: Chance) {
        self.chance = chance
    }

    func look(in world: World) {
        for saga in world.house.saga.memory.sagas.rows.values where saga.phase == .running {
            let plan = world.shop.plan(of: saga.id)
            for step in saga.steps where step.isOpen {
                switch (step.hold, step.key.name) {
                case (.addressInvalid?, _) where plan?.isCorrected ?? true:
                    let address = OrderPlan.address(plan?.index ?? 0, Postcode.good)
                    resolve(
                        ReleaseHold(actor: "simulation", reason: "asked the customer", shippingAddress: address), step,
                        of: saga, in: world)
                case (.parcelLost?, _):
                    resolve(
                        SkipStep(step: "deliver", unit: step.key.unit, actor: "simulation", reason: "written off"),
                        step, of: saga, in: world)
                case (.kitIncomplete?, _):
                    resolve(
                        SkipStep(
                            step: "reroute", unit: step.key.unit, actor: "simulation", reason: "the customer agrees"),
                        step, of: saga, in: world)
                case (nil, .pickUp) where plan?.isPickedUp == true:
                    resolve(
                        SkipStep(step: "pick_up", unit: step.key.unit, actor: "simulation", reason: "collected"), step,
                        of: saga, in: world)
                default: break
                }
            }
        }
    }

    private func resolve(_ command: some Command, _ step: StepRecord, of saga: OrderSaga, in world: World) {
        let name = "resolve/\(step.key.name.rawValue)/\(step.key.unit.text)/\(step.epoch)"
        guard done.insert(name).inserted else { return }
        let pause = chance.int(10_000_000...7_200_000_000, .operate, name.identity)
        world.plan(in: pause, isTimer: true) { $0.send(command, name, orderID: saga.id) }
    }

    /// The endpoint of the shop is up again.
    func replayWebhooks(in world: World) {
        let endpoint = WebhookEndpoint.id(channel: "web", shop: "main", name: "default")
        world.send(ReplayWebhooks(endpointID: endpoint, actor: "simulation"), "replay")
    }
}
