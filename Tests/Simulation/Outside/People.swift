import Contracts
import FoundationEssentials
import Messaging
import WireJSON

/// Those who work with the system and not for it: they read its screens, which are its tables, and write commands.
final class People {
    let floor: FloorWorkers
    let desk: ReturnsDesk
    let operators: Operators
    let clerk: StockClerk

    init(_ scenario: Scenario) {
        let chance = Chance(seed: scenario.seed)
        floor = FloorWorkers(chance)
        desk = ReturnsDesk(chance)
        operators = Operators(chance)
        clerk = StockClerk(chance)
    }

    /// A service has committed something.
    func look(at service: ServiceName, in world: World) {
        switch service {
        case .warehouse: floor.look(in: world)
        case .returns: desk.look(in: world)
        case .saga: operators.look(in: world)
        default: break
        }
    }

    /// What is answered to them.
    func hear(_ envelope: Envelope, in world: World) throws {
        switch envelope.type {
        case TaskGiven.type, ScanAnswered.type: try floor.hear(envelope, in: world)
        case ReturnAnswered.type: try desk.hear(envelope, in: world)
        case StockBooked.type: try clerk.hear(envelope)
        default: break
        }
    }
}

extension World {
    /// A command of a person's.
    /// - Parameter name: what is said; the same name is the same message.
    /// - Returns: its id.
    @discardableResult
    func send(_ command: some Command, _ name: String, orderID: UUID = .zero) -> UUID {
        let type = Swift.type(of: command).type
        let envelope = Envelope(
            id: .v5("sim/\(name)/\(orderID.text)"), source: "/waybill/operator", type: type,
            time: Timestamp(microseconds: now), orderID: orderID == .zero ? nil : orderID, data: command.jsonBytes)
        publish(
            envelope, exchange: Topology.commands, routingKey: Topology.routingKey(ofCommand: type, orderID: orderID))
        return envelope.id
    }
}
