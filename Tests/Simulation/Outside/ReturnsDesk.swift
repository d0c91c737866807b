import Contracts
import FoundationEssentials
import Messaging
import Returns
import WireJSON

/// Customers who send back, or do not, and the desk where it arrives: in parts, looked at unit by unit.
final class ReturnsDesk {
    private let chance: Chance
    /// What was planned for a return at some state of its units.
    private var planned: Set<String> = []
    /// What was asked, until it is answered.
    private var inspections: [UUID: [(sku: String, quantity: Int, disposition: ReturnDisposition)]] = [:]
    /// SKU -> units that lie on a shelf again, or apart from it.
    private(set) var restocked: [String: Int] = [:]
    private(set) var quarantined: [String: Int] = [:]

    init(_ chance: Chance) {
        self.chance = chance
    }

    private func draw(_ id: UUID, _ turn: Int) -> Double { chance.unit(.desk, id.identity, turn) }

    /// Whether the customer brings the parcel to the carrier.
    func isSent(_ returnID: UUID) -> Bool { draw(returnID, 1) < 0.85 }

    func look(in world: World) {
        for rma in world.house.returns.memory.returns.rows.values.sorted(by: { $0.id.text < $1.id.text })
        where !rma.isOver {
            if rma.receivedUnits > rma.inspectedUnits { inspect(rma, in: world) }
            guard rma.origin != .carrier, rma.expectedUnits > 0 else { continue }
            if rma.isBeforeSending, draw(rma.id, 2) < 0.1 {
                once("cancel/\(rma.id.text)", rma.id, in: world) { world in
                    world.send(
                        CancelReturn(returnID: rma.id, actor: "simulation", reason: "kept"), "cancel/\(rma.id.text)",
                        orderID: rma.orderID)
                }
            } else if isSent(rma.id), rma.state != .requested, rma.state != .approved {
                receive(rma, in: world)
            }
        }
    }

    private func once(_ name: String, _ id: UUID, in world: World, _ action: @escaping (World) -> Void) {
        guard planned.insert(name).inserted else { return }
        world.plan(in: chance.int(1_000_000...40_000_000_000, .desk, name.identity), isTimer: true, action)
    }

    private func receive(_ rma: RMA, in world: World) {
        let name = "receive/\(rma.id.text)/\(rma.receivedUnits)"
        let isWhole = draw(rma.id, 10 + rma.receivedUnits) < 0.6
        once(name, rma.id, in: world) { world in
            guard let now = world.house.returns.memory.returns[rma.id], now.expectedUnits > 0 else { return }
            var lines: [LineQuantity] = []
            for line in now.lines where line.expected > 0 && (isWhole || lines.isEmpty) {
                lines.append(LineQuantity(lineID: line.lineID, quantity: isWhole ? line.expected : 1))
            }
            world.send(
                ReceiveReturn(returnID: rma.id, site: now.details.site, actor: "simulation", lines: lines), name,
                orderID: rma.orderID)
        }
    }

    private func inspect(_ rma: RMA, in world: World) {
        let name = "inspect/\(rma.id.text)/\(rma.inspectedUnits)"
        let isWhole = draw(rma.id, 40 + rma.inspectedUnits) < 0.6
        once(name, rma.id, in: world) { world in
            guard let now = world.house.returns.memory.returns[rma.id] else { return }
            var lines: [InspectedLine] = []
            var units: [(sku: String, quantity: Int, disposition: ReturnDisposition)] = []
            for line in now.lines where line.received > line.inspected && (isWhole || lines.isEmpty) {
                let disposition = self.disposition(self.draw(rma.id, 80 + 10 * now.inspectedUnits + lines.count))
                let quantity = isWhole ? line.received - line.inspected : 1
                lines.append(InspectedLine(lineID: line.lineID, quantity: quantity, disposition: disposition))
                let contents = line.terms.contents.map { ($0.sku, $0.quantity * quantity, disposition) }
                units += contents.isEmpty ? [(line.sku, quantity, disposition)] : contents
            }
            guard !lines.isEmpty else { return }
            let id = world.send(
                InspectReturn(returnID: rma.id, actor: "simulation", lines: lines), name, orderID: rma.orderID)
            self.inspections[id] = units
        }
    }

    private func disposition(_ draw: Double) -> ReturnDisposition {
        switch draw {
        case ..<0.55: .restock
        case ..<0.75: .quarantine
        case ..<0.9: .writeOff
        default: .sendBack
        }
    }

    func hear(_ envelope: Envelope, in world: World) throws {
        guard let cause = envelope.causationID, let units = inspections[cause] else { return }
        inspections[cause] = nil
        guard try ReturnAnswered.parse(envelope.data).accepted else { return }
        for unit in units {
            switch unit.disposition {
            case .restock: restocked[unit.sku, default: 0] += unit.quantity
            case .quarantine: quarantined[unit.sku, default: 0] += unit.quantity
            default: break
            }
        }
    }
}
