import Contracts
import FoundationEssentials

/// What a scan on a manual floor does: the rules of the floor, without the rows.
package enum Floor {
    /// What an accepted scan set off.
    package enum Progress: Hashable, Sendable {
        case started, none, picked
    }

    /// A pick counts when bin, barcode and quantity are those of a line with that much left.
    /// - Throws: ``Refusal``; nothing is changed then.
    package static func pick(
        _ order: inout FulfilmentOrder, bin: String?, barcode: String, quantity: Int
    ) throws(Refusal) -> Progress {
        guard order.state == .released || order.state == .picking else {
            throw Refusal("wrong_state", "the task is \(order.state.rawValue), not to be picked")
        }
        guard quantity > 0 else { throw Refusal("wrong_quantity", "the quantity must be at least 1") }
        guard let bin else { throw Refusal("bin_missing", "scan the bin before the article") }
        let inBin = order.lines.indices.filter { order.lines[$0].bin == bin }
        guard !inBin.isEmpty else { throw Refusal("wrong_bin", "nothing of this task lies in bin \(bin)") }
        let matching = inBin.filter { order.lines[$0].barcode == barcode }
        guard !matching.isEmpty else {
            throw Refusal("wrong_barcode", "\(barcode) is not what this task takes from bin \(bin)")
        }
        guard let index = matching.first(where: { order.lines[$0].due - order.lines[$0].picked >= quantity })
        else {
            throw Refusal("too_many", "more than the task takes of \(barcode)")
        }
        let isFirst = order.state == .released
        order.lines[index].picked += quantity
        order.move(to: order.isPicked ? .picked : .picking)
        return order.isPicked ? .picked : isFirst ? .started : .none
    }

    /// A pack counts when the article is one that was picked and is not yet in the box.
    package static func pack(
        _ order: inout FulfilmentOrder, barcode: String, quantity: Int
    ) throws(Refusal) {
        guard order.state == .picked else {
            throw Refusal("wrong_state", "the task is \(order.state.rawValue), not to be packed")
        }
        guard quantity > 0 else { throw Refusal("wrong_quantity", "the quantity must be at least 1") }
        let matching = order.lines.indices.filter { order.lines[$0].barcode == barcode }
        guard !matching.isEmpty else { throw Refusal("wrong_barcode", "\(barcode) is not part of this task") }
        guard let index = matching.first(where: { order.lines[$0].picked - order.lines[$0].packed >= quantity }) else {
            throw Refusal("too_many", "more than was picked of \(barcode)")
        }
        order.lines[index].packed += quantity
        order.version += 1
    }

    /// A put-back counts in the bin that the goods came from.
    /// - Returns: what lies there again.
    package static func putBack(
        _ order: inout FulfilmentOrder, bin: String?, barcode: String, quantity: Int
    ) throws(Refusal) -> AllocatedUnits {
        guard order.toPutBack > 0 else {
            throw Refusal("nothing_to_put_back", "nothing of this task is to be put back")
        }
        guard quantity > 0 else { throw Refusal("wrong_quantity", "the quantity must be at least 1") }
        guard let bin else { throw Refusal("bin_missing", "scan the bin that the article goes into") }
        let matching = order.lines.indices.filter { order.lines[$0].barcode == barcode && order.lines[$0].putBack > 0 }
        guard !matching.isEmpty else { throw Refusal("wrong_barcode", "\(barcode) is not to be put back") }
        let inBin = matching.filter { order.lines[$0].bin == bin }
        guard !inBin.isEmpty else {
            throw Refusal("wrong_bin", "\(barcode) goes into bin \(order.lines[matching[0]].bin), not \(bin)")
        }
        guard let index = inBin.first(where: { order.lines[$0].toPutBack >= quantity }) else {
            throw Refusal("too_many", "more than is to be put back of \(barcode)")
        }
        order.lines[index].putBackDone += quantity
        order.version += 1
        return AllocatedUnits(site: order.site, sku: order.lines[index].sku, quantity: quantity)
    }

    /// What the worker sees: what is left, in bin order; what is to be put back comes first.
    package static func task(_ order: FulfilmentOrder) -> WarehouseTask {
        let stage = order.toPutBack > 0 ? "put_back" : order.state == .picked ? "pack" : "pick"
        let lines = order.lines.compactMap { line -> TaskLine? in
            let (quantity, done) =
                switch stage {
                case "put_back": (line.putBack, line.putBackDone)
                case "pack": (line.due, line.packed)
                default: (line.due, line.picked)
                }
            guard quantity > 0 else { return nil }
            return TaskLine(
                lineID: line.lineID, sku: line.sku, title: line.title, bin: line.bin, barcode: line.barcode,
                quantity: quantity, done: done)
        }
        return WarehouseTask(id: order.id, number: order.number, stage: stage, lines: lines)
    }
}

/// Why the floor does not take something, with a stable code.
package struct Refusal: Error, Hashable, Sendable {
    package let code: String
    package let message: String

    package init(_ code: String, _ message: String) {
        self.code = code
        self.message = message
    }

    package var reason: Reason { Reason(code: code, message: message) }
}
