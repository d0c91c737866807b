import Contracts
import FoundationEssentials
import Messaging
import WireJSON

@testable import Inventory

/// The brute-force model: what somebody knows who only hears what inventory says, unit by unit.
struct CoordinatorView {
    struct Line {
        var ordered: Int
        /// Units per allocation that are still to be sent.
        var told: [UUID: Int] = [:]
        /// Neither here nor there, such as between a shortage and the answer.
        var pending: Int
        var waiting = 0
        /// Cancelled, sent, or not to be had.
        var gone = 0
        /// Whether the first answer has come.
        var isAnswered = false

        var sum: Int { told.values.reduce(0, +) + pending + waiting + gone }

        init(ordered: Int) {
            self.ordered = ordered
            pending = ordered
        }

        /// Units leave what is pending, then what waits.
        mutating func take(_ units: Int) {
            let fresh = min(units, pending)
            pending -= fresh
            waiting -= units - fresh
        }
    }

    struct Order {
        let id: UUID
        let sku: String
        var line: Line
        var allocations: [UUID: Allocation] = [:]
        var kept: [AllocatedUnits] = []
        var isOver = false
    }

    private(set) var orders: [UUID: Order] = [:]

    mutating func expect(_ id: UUID, _ sku: String, _ quantity: Int) {
        orders[id] = Order(id: id, sku: sku, line: Line(ordered: quantity))
    }

    mutating func update(_ id: UUID, _ body: (inout Order) -> Void) {
        if var order = orders[id] {
            body(&order)
            orders[id] = order
        }
    }

    mutating func hear(_ out: Outcome) throws {
        for message in out.messages {
            switch message.envelope.type {
            case StockReserved.type: hear(try StockReserved.parse(message.envelope.data))
            case StockBackordered.type: hear(try StockBackordered.parse(message.envelope.data))
            case StockShort.type: hear(try StockShort.parse(message.envelope.data))
            default: continue
            }
        }
    }

    private mutating func hear(_ news: StockReserved) {
        update(news.reservationID) { order in
            order.lose(news.withdrawn)
            for allocation in news.allocations {
                guard let id = allocation.id, order.allocations[id] == nil else { continue }
                let units = allocation.lines.reduce(0) { $0 + $1.orderedUnits }
                order.allocations[id] = allocation
                order.line.told[id] = units
                order.line.take(units)
            }
        }
    }

    private mutating func hear(_ news: StockBackordered) {
        update(news.reservationID) { order in
            order.lose(news.withdrawn)
            for line in news.lines {
                order.line.pending -= line.requested - line.available
                order.line.waiting += line.requested - line.available
            }
        }
    }

    private mutating func hear(_ news: StockShort) {
        update(news.reservationID) { order in
            order.lose(news.withdrawn)
            for line in news.lines {
                // In answer to a first reservation nothing is held, whatever there was.
                let units = order.line.isAnswered ? line.requested - line.available : order.line.pending
                order.line.pending -= units
                order.line.gone += units
            }
        }
    }
}

extension CoordinatorView.Order {
    /// Units that an allocation lost without anybody asking.
    mutating func lose(_ withdrawn: [WithdrawnUnits]) {
        for units in withdrawn {
            guard let id = units.allocationID else { continue }
            line.told[id, default: 0] -= units.units
            line.pending += units.units
        }
    }
}
