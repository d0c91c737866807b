import Contracts
import FoundationEssentials

extension RMA {
    /// What the settled units come to after fees, whatever was given for them already.
    package var due: Int64 {
        let gross = lines.reduce(Int64(0)) { $0 + $1.goods + $1.charges }
        return max(0, gross - fees)
    }

    /// Fees on the units that were settled; the label's once there is one.
    package var fees: Int64 {
        let restocking = lines.reduce(Int64(0)) { $0 + $1.restockingFee }
        return lines.contains { $0.settled > 0 } ? restocking + details.labelFee : 0
    }

    /// What was given, or asked for and not refused.
    package var given: Int64 { settlements.reduce(0) { $0 + ($1.state == .failed ? 0 : $1.amount) } }

    package func given(as kind: ReturnSettlementKind) -> Int64 {
        settlements.reduce(0) { $0 + ($1.kind == kind && $1.state == .done ? $1.amount : 0) }
    }

    /// Counts the accepted units that were not settled yet, each at its share of what was paid for its line.
    ///
    /// A line's unit shares differ by at most a minor unit and are taken in the order in which units are settled, over
    /// all returns of the order: so the parts of any sequence of returns add up to exactly what the whole would be.
    package mutating func settleUnits(of order: DeliveredOrder, _ settled: inout [String: SettledLine]) {
        for index in lines.indices {
            let units = lines[index].accepted - lines[index].settled
            guard units > 0, let share = order.share(of: lines[index].lineID) else { continue }
            var line =
                settled[share.lineID]
                ?? SettledLine(key: .init(orderID: orderID, lineID: share.lineID), ordered: share.quantity)
            let ordered = lines[index].orderedUnits(in: lines[index].accepted)
            let known = lines[index].orderedUnits(in: lines[index].settled)
            let counted = min(ordered - known, line.ordered - line.settled)
            if details.isPaidFor {
                lines[index].goods += Self.part(of: share.goods, line, counted)
                if details.refundsCharges { lines[index].charges += Self.part(of: share.charges, line, counted) }
            }
            lines[index].settled += units
            line.settle(counted)
            settled[share.lineID] = line
        }
    }

    private static func part(of amount: Int64, _ line: SettledLine, _ units: Int) -> Int64 {
        LineShare.part(of: amount, first: line.settled + units, of: line.ordered)
            - LineShare.part(of: amount, first: line.settled, of: line.ordered)
    }

    /// Settles what is due and was not given. Nothing is given beyond what the order can give back.
    /// - Returns: the settlements that are new: a refund is pending, everything else is done.
    package mutating func settle(as kind: ReturnSettlementKind, refundable: Int64) -> [RMASettlement] {
        var new: [RMASettlement] = []
        var open = min(due - given, refundable)
        if kind == .exchange {
            let credited = settlements.reduce(Int64(0)) { $0 + ($1.kind == .exchange ? $1.amount : 0) }
            let part = min(open, details.exchangeCredit - credited)
            if part > 0 {
                new.append(next(.exchange, part, .done))
                open -= part
            }
        }
        if open > 0 {
            new.append(kind == .storeCredit ? next(.storeCredit, open, .done) : next(.refund, open, .pending))
        }
        return new
    }

    private mutating func next(
        _ kind: ReturnSettlementKind, _ amount: Int64, _ state: RMASettlement.State
    ) -> RMASettlement {
        let settlement = RMASettlement(
            returnID: id, ordinal: settlements.count, kind: kind, amount: amount, state: state)
        settlements.append(settlement)
        return settlement
    }

    /// Decides what of a refund is for which line, in proportion to what was paid for its settled units and was not given
    /// back by an earlier refund of the return: the payment service gives back no more of a line than it cost.
    package mutating func attribute(_ refund: RMASettlement) -> [LineAmount] {
        let failed = Set(settlements.filter { $0.state == .failed }.map(\.ordinal))
        let given = details.attributions.filter { !failed.contains($0.ordinal) }.flatMap(\.lines)
        let open = lines.compactMap { line -> LineAmount? in
            let earlier = given.filter { $0.lineID == line.lineID }
            let left = earlier.reduce(line.goods + line.charges) { $0 - $1.amount }
            guard line.settled > 0, left > 0 else { return nil }
            return LineAmount(
                lineID: line.lineID, quantity: earlier.reduce(line.orderedUnits(in: line.settled)) { $0 - $1.quantity },
                amount: left)
        }
        let parts = Apportionment.split(refund.amount, by: open.map(\.amount))
        let lines = zip(open, parts).map { LineAmount(lineID: $0.lineID, quantity: $0.quantity, amount: $1) }
        details.attributions.append(RefundAttribution(ordinal: refund.ordinal, lines: lines))
        return lines
    }

    /// What the customer gets when every unit comes back and is accepted, and the fees taken off it.
    package func quote(of order: DeliveredOrder, _ settled: [String: SettledLine]) -> (refund: Int64, fees: Int64) {
        var whole = self
        for index in whole.lines.indices { whole.lines[index].restocked = whole.lines[index].quantity }
        var lines = settled
        whole.settleUnits(of: order, &lines)
        return (min(whole.due, order.refundable), whole.fees)
    }

    /// Where every unit is: the whole truth of this return.
    package var units: [ReturnUnits] {
        lines.flatMap { line in
            let buckets: [(ReturnBucket, Int)] = [
                (isBeforeSending ? .requested : .inTransit, line.expected), (.received, line.received - line.inspected),
                (.restocked, line.restocked), (.quarantined, line.quarantined), (.writtenOff, line.writtenOff),
                (.sentBack, line.sentBack), (.delivered, line.lapsed),
            ]
            var seen = 0
            return buckets.compactMap { bucket, count in
                let before = line.orderedUnits(in: seen)
                seen += count
                let units = line.orderedUnits(in: seen) - before
                return units > 0
                    ? ReturnUnits(lineID: line.lineID, sku: line.sku, bucket: bucket, quantity: units) : nil
            }
        }
    }
}

extension RMA {
    /// What the payment service said to a refund.
    /// - Returns: whether it was waited for.
    package mutating func answer(_ refundID: UUID, _ state: RMASettlement.State) -> Bool {
        guard let index = settlements.firstIndex(where: { $0.id == refundID }),
            settlements[index].state == .pending
        else { return false }
        settlements[index].state = state
        derive()
        return true
    }
}
