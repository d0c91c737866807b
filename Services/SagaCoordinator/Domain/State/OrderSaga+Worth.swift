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
        } else if order?.isPaidAtTheDoor == true {
            // The first who asks asks for what nobody brings, too.
            asked += providedUnits
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

    /// A parcel that can still be stopped, or has left, collects what is not shipped.
    var isProvidedAskedFor: Bool {
        order?.isPaidAtTheDoor == true && fulfilments.contains { !$0.isStopped && $0.share != nil }
    }

    /// Whether somebody took the money for what is not shipped: at the doors, with that of the parcels that were paid for.
    var isProvidedPaid: Bool {
        guard order?.isPaidAtTheDoor == true, plan.definition(.collect) != nil else { return true }
        let paid = fulfilments.filter { !$0.isStopped && $0.collected ?? 0 > 0 }
        let units = paid.flatMap(\.units) + providedUnits
        let kept = lines.map { line in units.reduce(0) { $0 + ($1.lineID == line.lineID ? $1.quantity : 0) } }
        return paid.reduce(0) { $0 + ($1.collected ?? 0) } >= worth(kept)
    }

    /// What goes with these units: without a parcel nobody would collect what is not shipped.
    func withWhatGoesToo(_ wanted: [LineQuantity]) -> [LineQuantity] {
        guard let order, order.isPaidAtTheDoor, step(.provide, id) == nil, !wanted.isEmpty else { return wanted }
        let isShippedLeft = zip(lines, order.lines).contains { line, ordered in
            let less = wanted.first { $0.lineID == line.lineID }?.quantity ?? 0
            return ordered.requiresShipping && line.ordered - line[.cancelled] > less
        }
        let provided = Set(providedUnits.map(\.lineID))
        if isShippedLeft { return isProvidedAskedFor ? wanted.filter { !provided.contains($0.lineID) } : wanted }
        return wanted.filter { !provided.contains($0.lineID) }
            + providedUnits.compactMap {
                $0.quantity > 0 ? LineQuantity(lineID: $0.lineID, quantity: $0.quantity) : nil
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
        let asked = shares { $0.isOpen }
        // Answers overtake each other, and each says all that was taken: what it says of the open ones counts once.
        let ahead = max(0, money.captured - shares { $0.status == .done })
        return money.captured + asked - min(asked, ahead)
    }

    /// What the captures among some steps are for.
    private func shares(of isAmong: (StepRecord) -> Bool) -> Int64 {
        steps.reduce(0) { sum, step in
            guard isAmong(step) else { return sum }
            switch step.key.name {
            case .capture: return sum + (fulfilment(step.key.unit)?.share ?? 0)
            case .captureProvided: return sum + (providedShare ?? 0)
            default: return sum
            }
        }
    }

    /// What must be given back of what was taken, when so much less is due. Cash at doors that were not knocked at, and
    /// shipments that have not left, are simply not asked for.
    func owed(_ less: Int64, of due: Int64) -> Int64 {
        max(0, min(less - max(0, due - claimed), claimed - money.refunded - lost))
    }

    /// What banks and marketplaces have taken back after disputes.
    var lost: Int64 { detours.disputes.max { $0.spoken < $1.spoken }?.lostTotal ?? 0 }
}
