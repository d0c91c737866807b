import Contracts
import FoundationEssentials

extension OrderSaga {
    /// What the customer is to pay for all that is not cancelled: the units kept at what each was sold for, and the
    /// charges as long as anything is left. Minor units.
    package var due: Int64 {
        guard order != nil, lines.contains(where: { $0[.cancelled] > 0 }) else { return max(0, order?.total ?? 0) }
        return worth(lines.map { $0.ordered - $0[.cancelled] })
    }

    /// What the customer would be to pay with these units cancelled too.
    func due(without cancelled: [LineQuantity]) -> Int64 {
        worth(
            lines.map { line in
                line.ordered - line[.cancelled]
                    - cancelled.reduce(0) { $0 + ($1.lineID == line.lineID ? $1.quantity : 0) }
            })
    }

    /// What so many units of each line come to, with the order's charges. What is kept of a line are its first units, so
    /// that parts always add up to the whole.
    func worth(_ kept: [Int]) -> Int64 {
        guard let order, kept.contains(where: { $0 > 0 }) else { return 0 }
        return zip(LineShare.shares(of: order), kept).reduce(0) { sum, part in
            sum + part.0.charges + LineShare.part(of: part.0.goods, first: part.1, of: part.0.quantity)
        }
    }

    /// What is to be asked for next, when these units are the customer's: all that is asked for so far, and these, less
    /// what was asked for. The charges come with the first, and all of them together are what is ``due``.
    func nextShare(for units: [(lineID: String, quantity: Int)]) -> Int64 {
        var asked: [(lineID: String, quantity: Int)] = units
        var amount: Int64 = 0
        for fulfilment in fulfilments where !fulfilment.isStopped {
            guard let share = fulfilment.share else { continue }
            asked += fulfilment.units
            amount += share
        }
        if let providedShare {
            asked += providedUnits
            amount += providedShare
        }
        let kept = lines.map { line in
            min(line.ordered, asked.reduce(0) { $0 + ($1.lineID == line.lineID ? $1.quantity : 0) })
        }
        return max(0, worth(kept) - amount)
    }

    /// What a courier is to collect is settled before he comes, and the first parcel carries the charges: as long as one
    /// may still be stopped, nobody knows what the next is to bring.
    func isWaitingForAnotherShare(_ unit: UUID) -> Bool {
        guard order?.payment.method == .cashOnDelivery else { return false }
        return fulfilments.contains { other in
            other.id != unit && other.parcel?.id != unit && other.share != nil
                && !other.isStopped && !isPastReturn(other)
        }
    }

    /// What is not shipped.
    var providedUnits: [(lineID: String, quantity: Int)] {
        zip(lines, order?.lines ?? []).compactMap { line, ordered in
            ordered.requiresShipping ? nil : (line.lineID, line.ordered - line[.cancelled])
        }
    }

    /// Taken, or asked to be taken.
    var claimed: Int64 {
        let asked = steps.reduce(Int64(0)) { sum, step in
            guard step.isOpen else { return sum }
            switch step.key.name {
            case .capture: return sum + (fulfilment(step.key.unit)?.share ?? 0)
            case .captureProvided: return sum + (providedShare ?? 0)
            default: return sum
            }
        }
        return money.captured + asked
    }

    /// What must be given back of what was taken, when so much less is due. Cash at doors that were not knocked at, and
    /// shipments that have not left, are simply not asked for.
    func owed(_ less: Int64, of due: Int64) -> Int64 {
        max(0, min(less - max(0, due - claimed), claimed - money.refunded - lost))
    }

    /// What banks and marketplaces have taken back after disputes.
    var lost: Int64 { detours.disputes.max { $0.spoken < $1.spoken }?.lostTotal ?? 0 }
}
