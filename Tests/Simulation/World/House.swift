import Contracts
import FoundationEssentials
import Inventory
import Messaging
import Notifications
import OrderIntake
import PaymentVerify
import Returns
import SagaCoordinator
import ServiceKit
import Shipping
import Warehouse

/// All services, each as it ships.
final class House {
    let intake: MemoryDecider<OrderIntakeService>
    let saga: MemoryDecider<SagaCoordinatorService>
    let payment: MemoryDecider<PaymentService>
    let inventory: MemoryDecider<InventoryService>
    let warehouse: MemoryDecider<WarehouseService>
    let shipping: MemoryDecider<ShippingService>
    let returns: MemoryDecider<ReturnsService>
    let notifications: MemoryDecider<NotificationsService>
    let services: [ServiceName: SimulatedService]
    let all: [SimulatedService]

    init(chance: Chance) throws {
        let definitions = try Definitions.shared.get()
        intake = MemoryDecider(definitions.intake)
        saga = MemoryDecider(definitions.saga)
        payment = MemoryDecider(definitions.payment)
        inventory = MemoryDecider(definitions.inventory)
        warehouse = MemoryDecider(definitions.warehouse)
        shipping = MemoryDecider(definitions.shipping)
        returns = MemoryDecider(definitions.returns)
        notifications = MemoryDecider(definitions.notifications)
        let deciders: [(ServiceName, any Decider)] = [
            (.intake, intake), (.saga, saga), (.payment, payment), (.inventory, inventory), (.warehouse, warehouse),
            (.shipping, shipping), (.returns, returns), (.notifications, notifications),
        ]
        all = deciders.map { name, decider in
            SimulatedService(name, decider, nodes: Int(chance.int(1...3, .node, name.rawValue.identity)))
        }
        services = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
    }

    subscript(name: ServiceName) -> SimulatedService? { services[name] }
}

/// The services' definitions, read once: they hold no state of a run.
private struct Definitions: Sendable {
    let intake: OrderIntakeService
    let saga: SagaCoordinatorService
    let payment: PaymentService
    let inventory: InventoryService
    let warehouse: WarehouseService
    let shipping: ShippingService
    let returns: ReturnsService
    let notifications: NotificationsService

    static let shared = Result { try Definitions() }

    private init() throws {
        intake = try Self.make()
        saga = try Self.make()
        payment = try Self.make()
        inventory = try Self.make()
        warehouse = try Self.make()
        shipping = try Self.make()
        returns = try Self.make()
        notifications = try Self.make()
    }

    private static func make<Definition: ServiceDefinition>() throws -> Definition {
        // Nothing connects: the simulation has its own other sides.
        let settings = try Settings.load(
            ServiceProcess.settings(of: Definition.self), arguments: [],
            environment: [
                "WAYBILL_BROKER_URL": "amqp://nobody:none@localhost", "WAYBILL_DATABASE_PASSWORD": "none",
                "WAYBILL_MAIL_FROM": "orders@shop.example",
            ])
        return try Definition(settings: settings)
    }
}
