import Contracts
import FoundationEssentials

/// Which fulfilment orders of an order a parcel is that somebody outside has packed.
package enum OutsideShipment {
    package enum Finding: Hashable, Sendable {
        /// These are what is in the parcel, all of them and all of each.
        case parcels([UUID])
        /// It was told before.
        case known
        /// Nothing of the order has come to a site yet.
        case early
    }

    /// - Parameters:
    ///   - lines: what is in the parcel, in units of order lines; empty for everything that is still to be sent.
    ///   - orders: all fulfilment orders of the order.
    /// - Throws: ``Refusal`` for what a person must look at: the goods have left, whatever is the matter.
    package static func find(
        _ label: OutsideLabel, _ lines: [LineQuantity], among orders: [FulfilmentOrder]
    ) throws(Refusal) -> Finding {
        let number = label.trackingNumber
        if orders.contains(where: { $0.parcel?.label?.trackingNumber == number && $0.state != .cancelled }) {
            return .known
        }
        let open = orders.filter { [.released, .picking, .picked].contains($0.state) }
            .sorted { ($0.site, $0.id.text) < ($1.site, $1.id.text) }
        guard !open.isEmpty else {
            if orders.isEmpty { return .early }
            let states = Set(orders.map(\.state.rawValue)).sorted().joined(separator: ", ")
            let code = states == "cancelled" ? "already_cancelled" : "already_packed"
            throw Refusal(code, "what the order's sites were to send is \(states)")
        }
        if lines.isEmpty { return .parcels(open.map(\.id)) }
        var left = Contents(lines)
        var found: [UUID] = []
        for order in open {
            var rest = left
            guard rest.take(order) else { continue }
            left = rest
            found.append(order.id)
        }
        guard !found.isEmpty, left.isEmpty else {
            throw Refusal(
                "partly_shipped", "the parcel holds other units than any site has to send together: \(left.text)")
        }
        return .parcels(found)
    }

    /// Units that are in the parcel and not yet accounted for, by order line.
    private struct Contents {
        private var units: [String: Int]

        init(_ lines: [LineQuantity]) {
            units = lines.reduce(into: [:]) { $0[$1.lineID, default: 0] += max(0, $1.quantity) }
        }

        var isEmpty: Bool { units.values.allSatisfy { $0 == 0 } }

        var text: String {
            units.filter { $0.value > 0 }.sorted { $0.key < $1.key }.map { "\($0.value) of line \($0.key)" }
                .joined(separator: ", ")
        }

        /// Takes all that a fulfilment order has to send. Units of a kit are counted by its first component.
        /// - Returns: whether it was all there.
        mutating func take(_ order: FulfilmentOrder) -> Bool {
            for line in order.lines where line.due > 0 {
                let due = line.due == line.quantity ? line.units ?? line.due : line.due
                let left = units[line.lineID, default: 0] - due
                if left < 0 { return false }
                units[line.lineID] = left
            }
            return true
        }
    }
}
