import Contracts
import FoundationEssentials

/// A wish to send something back, held against what was delivered and what the policy allows.
package struct ReturnRequest: Sendable {
    package let message: RequestReturn
    package let id: UUID
    package let now: Timestamp

    package init(_ message: RequestReturn, id: UUID, now: Timestamp) {
        self.message = message
        self.id = id
        self.now = now
    }

    /// The return as it would be; nothing is taken yet.
    /// - Parameter lines: of the order.
    /// - Throws: ``ReturnRefusal`` with the path of the first line that cannot come back.
    package func rma(
        of order: DeliveredOrder, lines: [ReturnableLine], policies: [ReturnPolicy], settled: [String: SettledLine]
    ) throws(ReturnRefusal) -> RMA {
        try checkShape()
        var taken: [RMALine] = []
        var newest: ReturnPolicy?
        for (index, wish) in message.lines.enumerated() {
            let (line, policy) = try take(wish, at: index, of: lines, policies)
            taken.append(line)
            if policy.version >= newest?.version ?? 0 { newest = policy }
        }
        guard let policy = newest else { throw ReturnRefusal("no_lines", at: "$.lines", "nothing is to come back") }
        let isFree = isClaim || message.lines.allSatisfy { policy.isFree($0.reason) }
        var details = RMADetails(
            actor: message.actor, labelFee: isFree ? 0 : policy.returnShipping[order.summary.currency.rawValue] ?? 0,
            refundsCharges: policy.refundsCharges, daysToSend: policy.daysToSend, site: site(of: taken, lines),
            exchangeLines: message.exchangeLines)
        details.bounds = policy.bounds
        var rma = RMA(
            id: id, orderID: order.id, state: isClaim ? .inTransit : .requested,
            origin: isClaim ? .claim : .customer, settlement: message.settlement, policyVersion: policy.version,
            details: details, lines: taken)
        (rma.details.expected, rma.details.expectedFees) = rma.quote(of: order, settled)
        try Exchange.price(&rma)
        return rma
    }

    private var isClaim: Bool { message.claimID != nil }

    private func checkShape() throws(ReturnRefusal) {
        guard [.refund, .storeCredit, .exchange].contains(message.settlement) else {
            throw ReturnRefusal("unknown_settlement", at: "$.settlement", "refund, store_credit or exchange")
        }
        guard (message.settlement == .exchange) == !message.exchangeLines.isEmpty else {
            throw ReturnRefusal(
                "exchange_lines", at: "$.exchangeLines", "an exchange, and only it, names what is wanted")
        }
        guard Set(message.lines.map(\.lineID)).count == message.lines.count else {
            throw ReturnRefusal("line_twice", at: "$.lines", "a line is named once, with all its units")
        }
    }

    /// Units that may go the longest are taken last.
    private func take(
        _ wish: ReturnLine, at index: Int, of lines: [ReturnableLine], _ policies: [ReturnPolicy]
    ) throws(ReturnRefusal) -> (RMALine, ReturnPolicy) {
        let path = "$.lines[\(index)]"
        let delivered = lines.filter { $0.key.lineID == wish.lineID }.sorted {
            ($0.returnableUntil, $0.key.parcelID.text) < ($1.returnableUntil, $1.key.parcelID.text)
        }
        guard let last = delivered.last else {
            throw ReturnRefusal(
                ReturnRefusal.notDelivered, at: "\(path).lineId", "nothing of line \(wish.lineID) was delivered")
        }
        guard wish.quantity > 0 else {
            throw ReturnRefusal("invalid_quantity", at: "\(path).quantity", "at least one unit comes back")
        }
        guard wish.quantity <= delivered.reduce(0, { $0 + $1.left }) else {
            throw ReturnRefusal(
                "already_returned", at: "\(path).quantity",
                "\(delivered.reduce(0) { $0 + $1.left }) units of line \(wish.lineID) are with the customer")
        }
        // What a marketplace approved is not ours to refuse.
        let open = delivered.map { (line: $0, units: isClaim ? $0.left : $0.returnable(at: now)) }
        guard wish.quantity <= open.reduce(0, { $0 + $1.units }) else {
            throw ReturnRefusal(
                "window_closed", at: path,
                "it could be returned until \(last.returnableUntil.rfc3339), by version \(last.policyVersion) of the policy"
            )
        }
        guard let policy = policies.first(where: { $0.version == last.policyVersion }) else {
            throw ReturnRefusal("no_policy", at: path, "version \(last.policyVersion) of the policy is not known")
        }
        guard isClaim || policy.accepts(condition: wish.condition) else {
            throw ReturnRefusal(
                "condition_refused", at: "\(path).condition", "taken back: \(policy.conditions.joined(separator: ", "))"
            )
        }
        var left = wish.quantity
        var parcels: [RMALine.ParcelUnits] = []
        for entry in open where entry.units > 0 && left > 0 {
            let units = min(left, entry.units)
            parcels.append(.init(parcelID: entry.line.key.parcelID, quantity: units))
            left -= units
        }
        let terms = RMALine.Terms(
            restockingFee: isClaim ? 0 : policy.restockingFee(sku: last.sku, reason: wish.reason),
            contents: Self.contents(of: delivered), unitWeight: last.unitWeight, parcels: parcels)
        let line = RMALine(
            lineID: wish.lineID, sku: last.sku, quantity: wish.quantity, reason: wish.reason,
            condition: wish.condition, terms: terms)
        return (line, policy)
    }

    /// What one unit consists of; of a kit that was sent in parts, over all the parcels that are here.
    private static func contents(of delivered: [ReturnableLine]) -> [UnitContent] {
        guard delivered.contains(where: { $0.sets != $0.deliveredQuantity }) else {
            return delivered.last?.contents ?? []
        }
        let units = max(1, delivered.reduce(0) { $0 + $1.deliveredQuantity })
        var totals: [String: Int] = [:]
        for line in delivered {
            let contents = line.contents.isEmpty ? [UnitContent(sku: line.sku, quantity: 1)] : line.contents
            for content in contents { totals[content.sku, default: 0] += content.quantity * line.sets }
        }
        return totals.sorted { $0.key < $1.key }.compactMap { sku, quantity in
            // What is not here yet, or was lost, makes no whole number of it.
            let share = (quantity + units / 2) / units
            return share > 0 ? UnitContent(sku: sku, quantity: share) : nil
        }
    }

    /// Back to where the first of it came from.
    private func site(of taken: [RMALine], _ lines: [ReturnableLine]) -> String {
        let parcel = taken.first?.terms.parcels.first?.parcelID
        return lines.first { $0.key.parcelID == parcel }?.site ?? ""
    }
}
