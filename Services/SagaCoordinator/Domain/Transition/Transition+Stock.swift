import Contracts
import FoundationEssentials

extension Transition {
    /// Inventory has said what becomes of the units that sites could not send.
    mutating func completeReroutes() {
        guard let definition = saga.plan.definition(.reroute) else { return }
        for shortage in saga.detours.shortages where !saga.isUnanswered(shortage) {
            let key = StepKey(.reroute, shortage.id)
            guard let step = saga.step(key.name, key.unit), step.isOpen, step.hold != .kitIncomplete else { continue }
            complete(definition, key)
        }
    }

    /// Nothing waits for goods any more.
    mutating func completeReservation() {
        let key = StepKey(.reserve, saga.reservationID)
        guard let definition = saga.plan.definition(.reserve), saga.step(key.name, key.unit)?.isOpen == true,
            saga.isReserved
        else { return }
        complete(definition, key)
    }

    /// The reservation is asked about again when the goods should be there.
    mutating func waitForGoods(until promise: Timestamp?) {
        let key = StepKey(.reserve, saga.reservationID)
        reopen(key)
        let day = Duration.seconds(86_400)
        saga.changeStep(key) { $0.due = max(promise.map { $0 + day } ?? now + day * 30, now + day) }
    }

    /// A site cannot send these: they are pending again, and another site is looked for.
    mutating func takeShort(_ short: SiteShort) -> Verdict {
        guard let before = saga.fulfilment(short.fulfilmentOrderID), !before.isStopped else { return .stale }
        if let ordinal = short.ordinal {
            // Each says what is missing since the one before: what that one lacked would count as moved.
            let heard = saga.shortagesHeard(of: before.id)
            if ordinal != heard + 1 { return ordinal <= heard ? .stale : .early }
        } else if before.compare(short.remaining) == 0 {
            return .stale
        }
        var lost: [AllocatedLine] = []
        saga.changeFulfilment(before.id) { lost = $0.reduce(to: short.remaining) }
        saga.move(lost.orderedUnits, from: before.buckets, to: .pending)
        var missing = Dictionary(
            short.lines.map { ("\($0.lineID)/\($0.sku)", max(0, $0.requested - $0.available)) }
        ) { $0 + $1 }
        let moved = lost.compactMap { line -> ParcelLine? in
            let key = "\(line.lineID)/\(line.sku)"
            let absent = min(missing[key, default: 0], line.quantity)
            missing[key, default: 0] -= absent
            return line.quantity > absent ? line.parts(leaving: line.quantity - absent).kept.parcelLine : nil
        }
        let ordinal = saga.detours.shortages.count
        saga.detours.shortages.append(
            Shortage(
                id: .v5("shortage/\(ordinal)", in: before.id),
                fulfilmentID: short.ordinal == nil ? nil : before.id, ordinal: short.ordinal,
                allocationID: before.allocation.id, site: short.site, lines: short.lines, moved: moved,
                isDamaged: short.damaged, isCount: short.isCount,
                lineIDs: Set(lost.map(\.lineID)).sorted(), components: saga.missingComponents(lost)))
        if short.remaining.isEmpty {
            saga.changeStep(StepKey(.fulfil, before.id)) { step in
                step.finish(.refused, at: now)
                step.reason = short.explanation
            }
        }
        return .applied
    }

    /// Inventory cannot cover units of an order of which something is allocated: they are taken off it.
    mutating func takeOffUncovered(_ short: StockShort) -> Verdict {
        let reason = short.explanation ?? Reason(code: "stock_short", message: "short of stock")
        if let wish = saga.detours.wish {
            // A wish that waits for this answer is settled first.
            if saga.hasOpenQuestion(about: wish) { refuseReroutes(of: Set(short.lines.map(\.lineID)), reason) }
            return .early
        }
        let incomplete = saga.giveUpComponents(short.lines)
        holdIncompleteKits(incomplete)
        let lines = saga.lines.compactMap { ledger -> LineQuantity? in
            // What another site has of the line is told apart, and may come later.
            let uncovered = short.lines.reduce(0) {
                $1.lineID == ledger.lineID ? $0 + max(0, $1.requested - $1.available) : $0
            }
            let units = min(
                max(min(ledger[.pending], uncovered), incomplete[ledger.lineID] ?? 0),
                ledger.total(UnitBucket.beforeHandOver))
            return units > 0 ? LineQuantity(lineID: ledger.lineID, quantity: units) : nil
        }
        if lines.isEmpty, incomplete.isEmpty { return .stale }
        // What another site has is still to be told.
        let isOpen = Set(
            saga.lines.filter { ledger in
                let cut = lines.first { $0.lineID == ledger.lineID }?.quantity ?? 0
                return ledger[.pending] > cut || saga.hasMissingComponents(ledger.lineID)
            }.map(\.lineID))
        refuseReroutes(of: Set(lines.map(\.lineID)).union(incomplete.keys), butOf: isOpen, reason)
        if lines.isEmpty { return .applied }
        takeOff(
            Wish(
                .own, lines, isWhole: false, from: Origin(),
                ending: Ending(.cancelled, telling: .cancelled, because: reason)))
        return .applied
    }

    /// - Parameter open: lines of which not all is known yet.
    private mutating func refuseReroutes(of lineIDs: Set<String>, butOf open: Set<String> = [], _ reason: Reason) {
        for shortage in saga.detours.shortages
        where !lineIDs.isDisjoint(with: shortage.lineIDs) && open.isDisjoint(with: shortage.lineIDs) {
            let key = StepKey(.reroute, shortage.id)
            guard let step = saga.step(key.name, key.unit), step.isOpen, step.hold != .kitIncomplete else { continue }
            refuse(key, reason)
        }
    }

    /// Inventory gave units of older allocations to somebody else; they come from elsewhere, or later.
    mutating func moveUnits(_ withdrawn: [WithdrawnUnits], to allocations: [Allocation]) {
        let lines = Dictionary(withdrawn.map { ($0.lineID, $0.units) }) { $0 + $1 }.sorted { $0.key < $1.key }.map {
            LineQuantity(lineID: $0.key, quantity: $0.value)
        }
        let reason = Reason(code: "stock_moved", message: "a count took the goods away")
        var wish = Wish(
            .move, lines, isWhole: false, from: Origin(),
            ending: Ending(.cancelled, telling: .cancelled, because: reason))
        wish.allocations = allocations
        for fulfilment in saga.fulfilments where !fulfilment.isStopped && !saga.isPastReturn(fulfilment) {
            let asked = withdrawn.filter { units in
                units.allocationID.map { $0 == fulfilment.allocation.id } ?? (units.site == fulfilment.allocation.site)
            }
            if asked.isEmpty { continue }
            // Of a kit the other components stay where they are.
            let kits = Set(fulfilment.allocation.lines.filter { $0.units != nil }.map(\.lineID))
            wish.stops.append(
                Wish.Stop(
                    fulfilment.id, asked: asked.map { LineQuantity(lineID: $0.lineID, quantity: $0.units) },
                    articles: asked.filter { kits.contains($0.lineID) }.map {
                        ParcelLine(lineID: $0.lineID, sku: $0.sku, quantity: $0.quantity)
                    }))
        }
        saga.detours.wish = wish
        guard let definition = saga.plan.definition(.cancelFulfilment) else { return }
        for stop in wish.stops { begin(definition, stop.fulfilmentID) }
        if wish.stops.isEmpty { _ = settleWish() }
    }
}

extension OrderSaga {
    /// Every unit that is to be shipped has been given a site.
    var isReserved: Bool {
        guard let order else { return false }
        return zip(lines, order.lines).allSatisfy { line, ordered in
            !ordered.requiresShipping || line[.pending] + line[.backordered] == 0
        }
    }

    /// How many times a site was heard to be short of what it was to send.
    func shortagesHeard(of fulfilmentID: UUID) -> Int {
        detours.shortages.reduce(0) { $1.fulfilmentID == fulfilmentID ? max($0, $1.ordinal ?? 0) : $0 }
    }

    /// Whether inventory has not said yet what it holds of units that are to be cancelled, while others are kept, or is
    /// looking for other sites for them: what it finds must be known before it is given back.
    func hasOpenQuestion(about wish: Wish) -> Bool {
        let isEverything = lines.allSatisfy { line in
            let kept = line.ordered - line[.cancelled]
            let wanted = wish.lines.reduce(0) { $1.lineID == line.lineID ? $0 + $1.quantity : $0 }
            return line.total(UnitBucket.unreleased) == kept && wanted >= kept
        }
        // An order that is given up gives back the reservation as a whole.
        if isEverything && !hasLeftInPart || wish.kind == .own || wish.kind == .move { return false }
        if wish.lines.contains(where: { isReservationUnanswered(of: $0.lineID) }) { return true }
        return detours.shortages.contains { shortage in
            step(.reroute, shortage.id)?.isOpen != false
                && wish.lines.contains { shortage.lineIDs.contains($0.lineID) }
                && isUnanswered(shortage)
        }
    }

    /// One part of an order may have left before inventory is heard to say that another one waits for goods.
    private func isReservationUnanswered(of lineID: String) -> Bool {
        guard let reserve = step(.reserve, reservationID), reserve.isOpen, reserve.hold == nil else { return false }
        return isUnanswered([lineID]) && !detours.shortages.contains { $0.lineIDs.contains(lineID) }
    }

    /// Parcels whose label was asked for, and that will not be sent, or not with it.
    var retiredParcels: [UUID] {
        steps.compactMap { step in
            guard step.key.name == .label else { return nil }
            // A person has sent it in another way. Whoever did not answer may have bought the label, or will yet.
            if step.status == .skipped, step.reason?.code == Reason.skipped { return step.key.unit }
            guard step.status == .sent || step.status == .done else { return nil }
            let isCurrent = fulfilments.contains { !$0.isStopped && $0.parcel?.id == step.key.unit }
            return isCurrent ? nil : step.key.unit
        }
    }

    /// Those that are not known yet. Ones without an id, from before there were such, are known when nothing waits for
    /// them.
    func fresh(_ allocations: [Allocation]) -> [Allocation] {
        allocations.filter { allocation in
            if let id = allocation.id { return !fulfilments.contains { $0.allocation.id == id } }
            return allocation.lines.allSatisfy { line in
                guard let ledger = self.line(line.lineID) else { return false }
                return ledger[.pending] + ledger[.backordered] >= line.orderedUnits
            }
        }
    }

    func quantities(without cut: [LineQuantity]) -> [LineQuantity] {
        lines.map { line in
            let less = cut.first { $0.lineID == line.lineID }?.quantity ?? 0
            return LineQuantity(lineID: line.lineID, quantity: line.ordered - line[.cancelled] - less)
        }
    }
}
