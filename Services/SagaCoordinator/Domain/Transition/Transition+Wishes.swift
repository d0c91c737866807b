import Contracts
import FoundationEssentials

// Taking units off an order. Whoever wants it is told only when every site that has them in hand has said whether it
// stopped in time: until then nothing of the order is labelled or handed over that was not before.

extension Transition {
    /// Takes everything off that is not handed over.
    mutating func takeOffRest(_ ending: Ending) {
        guard saga.detours.wish == nil else { return }
        takeOff(Wish(.own, saga.cancellable, isWhole: true, from: Origin(), ending: ending))
    }

    /// Only while the order is running and no other wish is open.
    mutating func takeOff(_ wish: Wish) {
        var wish = wish
        if !wish.isWhole, wish.kind != .move { wish.lines = saga.withWhatGoesToo(wish.lines) }
        if wish.kind == .own { uncount(wish) }
        wish.stops = stops(for: wish)
        saga.detours.wish = wish
        guard let definition = saga.plan.definition(.cancelFulfilment) else { return }
        var isAsked = false
        for stop in wish.stops {
            guard saga.step(.fulfil, stop.fulfilmentID) != nil else {
                // No site knows of it yet.
                take(off: stop.fulfilmentID, leaving: [])
                continue
            }
            begin(definition, stop.fulfilmentID)
            isAsked = true
        }
        if !isAsked { _ = settleWish() }
    }

    /// A site goes on with no more than this; what it lost is free to be cancelled, or to be sent by another.
    mutating func take(off unit: UUID, leaving remaining: [ParcelLine], putBack: [AllocatedUnits] = []) {
        guard let before = saga.fulfilment(unit) else { return }
        let index = saga.detours.wish?.stops.firstIndex { $0.fulfilmentID == unit }
        let planned = index.flatMap { saga.detours.wish?.stops[$0].plannedUnits } ?? [:]
        var lost: [AllocatedLine] = []
        saga.changeFulfilment(unit) { lost = $0.reduce(to: remaining, taking: planned) }
        // Those of a site that was never told are reserved still; what is picked or packed of the line is another site's.
        if saga.step(.fulfil, unit) != nil { saga.move(lost.orderedUnits, from: before.buckets, to: .reserved) }
        if let index {
            saga.detours.wish?.stops[index].taken += lost
            saga.detours.wish?.stops[index].putBack += putBack
        }
        if saga.fulfilment(unit)?.isStopped == true {
            // Nobody comes for it any more.
            saga.changeStep(StepKey(.pickUp, unit)) { if $0.isOpen { $0.finish(.undone, at: now) } }
        }
        openAgain(unit, ifPackedWith: before.parcel)
    }

    /// A parcel that was packed with more is opened, and another one is packed.
    private mutating func openAgain(_ unit: UUID, ifPackedWith parcel: Parcel?) {
        guard let parcel, let fulfilment = saga.fulfilment(unit), !fulfilment.isStopped,
            fulfilment.compare(parcel.lines) != 0
        else { return }
        saga.changeFulfilment(unit) { fulfilment in
            fulfilment.floor = .picked
            fulfilment.parcel = nil
            fulfilment.tracking = nil
            fulfilment.share = nil
        }
        saga.move(fulfilment.units, from: [.packed], to: .picked)
        let fulfil = StepKey(.fulfil, unit)
        reopen(fulfil)
        let due = saga.plan.definition(.fulfil)?.deadline.map { now + $0 }
        saga.changeStep(fulfil) { $0.due = due }
        saga.changeStep(StepKey(.handOver, unit)) { $0.finish(.undone, at: now) }
    }

    /// When every site has said whether it stopped in time.
    mutating func settleWish() -> Bool {
        guard let wish = saga.detours.wish,
            wish.stops.allSatisfy({ saga.step(.cancelFulfilment, $0.fulfilmentID)?.isOpen != true })
        else { return false }
        if wish.isWhole, askMore(wish) { return true }
        if saga.hasOpenQuestion(about: wish) { return false }
        // What inventory has found meanwhile is another site's.
        if !wish.isWhole, wish.kind != .move, askMore(wish) { return true }
        saga.detours.wish = nil
        switch wish.kind {
        case .move: settleMove(wish)
        case .own where wish.isOfSpares: settleSpares(wish)
        case .own, .cancel, .change, .channel: settle(wish)
        }
        return true
    }

    /// A site that has got units of the order meanwhile is asked too.
    private mutating func askMore(_ wish: Wish) -> Bool {
        let asked = Set(wish.stops.map(\.fulfilmentID))
        let more = stops(for: wish).filter { !asked.contains($0.fulfilmentID) }
        guard !more.isEmpty, let definition = saga.plan.definition(.cancelFulfilment) else { return false }
        saga.detours.wish?.stops += more
        for stop in more { begin(definition, stop.fulfilmentID) }
        return true
    }

    private mutating func settle(_ wish: Wish) {
        // A parcel that is on its way collects what is not shipped with it.
        let claimed = saga.isProvidedAskedFor ? Set(saga.providedUnits.map(\.lineID)) : []
        let granted = wish.lines.compactMap { wanted -> LineQuantity? in
            let free = claimed.contains(wanted.lineID) ? 0 : saga.line(wanted.lineID)?.total(UnitBucket.unreleased) ?? 0
            let quantity = min(wanted.quantity, free)
            return quantity > 0 ? LineQuantity(lineID: wanted.lineID, quantity: quantity) : nil
        }
        let isAll = granted == wish.lines.filter { $0.quantity > 0 }
        guard !granted.isEmpty, isAll || wish.isWhole else {
            for stop in wish.stops { sendAgain(stop.taken, from: stop.fulfilmentID) }
            return refuse(wish)
        }
        let due = saga.due
        let less = due - saga.due(without: granted)
        let isEverything = saga.isEverything(granted)
        if isEverything, !saga.hasLeftInPart {
            saga.detours.putBack = wish.stops.flatMap(\.putBack)
            giveUp(wish.ending)
        } else {
            let back = saga.owed(less, of: due)
            owe(back, for: granted, less, because: wish.ending.reason)
            cancel(granted, wish)
            if let address = wish.address { saga.order?.shippingAddress = address }
            if let given = wish.given { book(given, without: granted, worth: back) }
            completeReservation()
            let occasion = UUID.v5("less/\(saga.version)", in: saga.id)
            if isEverything {
                announce(because: wish.ending.reason)
                let amount = back > 0 ? back : nil
                tell(
                    wish.ending.milestone, about: saga.id, occasion: occasion, amount: amount,
                    because: wish.ending.reason)
            } else {
                let milestone: Milestone = wish.kind == .change ? .orderChanged : .partiallyCancelled
                tell(milestone, about: saga.id, occasion: occasion, amount: less, because: wish.ending.reason)
            }
        }
        let isPartly = wish.isWhole && saga.lines.contains { $0[.cancelled] < $0.ordered } && !isEverything
        accept(
            wish, granted, less,
            isPartly ? Reason(code: "partly_handed_over", message: "the rest is on its way already") : nil)
    }

    /// Moves the units to `cancelled`: what waits first, then what the sites gave back. Inventory is told, and what the sites
    /// gave back for nothing is sent after all.
    private mutating func cancel(_ granted: [LineQuantity], _ wish: Wish) {
        var left = Dictionary(granted.map { ($0.lineID, $0.quantity) }) { $0 + $1 }
        var waiting: [ParcelLine] = []
        for index in saga.lines.indices {
            let id = saga.lines[index].lineID
            // What is pending was not asked for yet, or was refused: inventory holds nothing of it.
            left[id, default: 0] -= saga.lines[index].move(left[id, default: 0], from: [.pending], to: .cancelled)
            let moved = saga.lines[index].move(left[id, default: 0], from: [.backordered], to: .cancelled)
            left[id, default: 0] -= moved
            if moved > 0, let sku = saga.order?.lines.first(where: { $0.id == id })?.sku {
                waiting.append(ParcelLine(lineID: id, sku: sku, quantity: moved))
            }
        }
        release(waiting, of: nil, keep: [])
        for stop in wish.stops where !stop.taken.isEmpty {
            let (cancelled, kept) = stop.taken.split(taking: &left, whole: Set(stop.articles.map(\.lineID)))
            saga.move(cancelled.orderedUnits, from: [.reserved], to: .cancelled)
            release(
                cancelled.map(\.parcelLine), of: saga.fulfilment(stop.fulfilmentID)?.allocation.id,
                keep: stop.putBack.limited(to: cancelled))
            sendAgain(kept, from: stop.fulfilmentID)
        }
    }

    mutating func release(_ lines: [ParcelLine], of allocationID: UUID?, keep: [AllocatedUnits]) {
        guard !lines.isEmpty, saga.step(.reserve, saga.reservationID) != nil else { return }
        let ordinal = saga.detours.releases.count + 1
        saga.detours.releases.append(
            StockRelease(
                id: .v5("release/\(ordinal)", in: saga.reservationID), ordinal: ordinal, allocationID: allocationID,
                lines: lines, keep: keep))
    }

    private mutating func sendAgain(_ lines: [AllocatedLine], from unit: UUID) {
        guard !lines.isEmpty, var allocation = saga.fulfilment(unit)?.allocation else { return }
        allocation.lines = lines
        saga.addFulfilments([allocation])
    }

    private mutating func owe(_ amount: Int64, for units: [LineQuantity], _ less: Int64, because reason: Reason) {
        guard amount > 0, let order = saga.order else { return }
        let lines = units.compactMap { unit -> LineAmount? in
            guard let line = saga.line(unit.lineID),
                let share = LineShare.shares(of: order).first(where: { $0.lineID == unit.lineID })
            else { return nil }
            let kept = line.ordered - line[.cancelled]
            let before = LineShare.part(of: share.goods, first: kept, of: share.quantity)
            let after = LineShare.part(of: share.goods, first: kept - unit.quantity, of: share.quantity)
            return LineAmount(lineID: unit.lineID, quantity: unit.quantity, amount: before - after)
        }
        saga.detours.refunds.append(
            OwedRefund(
                id: .v5("refund/\(saga.detours.refunds.count)", in: saga.paymentID), amount: amount,
                reason: reason.code, lines: amount == less ? lines : []))
    }

    /// Units were taken off before it was known that they were paid.
    mutating func giveBackExcess() {
        // What the storefront gave beyond them is its own affair.
        let asked = saga.detours.refunds.reduce(0) { $0 + ($1.isMoneyAlone ? 0 : $1.amount) }
        let reason = Reason(code: "paid_too_much", message: "units were cancelled before the payment was known")
        if saga.phase == .running { owe(saga.money.captured - asked - saga.due, for: [], 0, because: reason) }
    }

    private mutating func accept(_ wish: Wish, _ granted: [LineQuantity], _ less: Int64, _ remark: Reason?) {
        let externalID = saga.order?.externalID
        switch wish.kind {
        case .cancel:
            answer(
                CancelAnswered(
                    externalID: externalID, accepted: true, reason: remark, refund: less, released: granted),
                to: wish.origin)
        case .change:
            answer(
                ChangeAnswered(
                    externalID: externalID, accepted: true, moneyDelta: -less, lines: saga.quantities(without: [])),
                to: wish.origin)
        case .channel: if let remark { announce(because: remark) }
        case .own, .move: return
        }
    }

    private mutating func refuse(_ wish: Wish) {
        let reason = Reason(
            code: "already_handed_over", message: "the goods are on their way: \(saga.headline.rawValue)")
        refuse(wish.kind, reason, to: wish.origin)
        // They go on their way, and are paid back all the same.
        if let given = wish.given { book(given) }
        if wish.kind == .cancel || wish.kind == .channel {
            let occasion = UUID.v5("refused/\(saga.version)", in: saga.id)
            tell(.cancelRefused, about: saga.id, occasion: occasion, because: reason)
        }
    }

    mutating func refuse(_ kind: Wish.Kind, _ reason: Reason, to origin: Origin, isPreview: Bool = false) {
        let externalID = saga.order?.externalID
        switch kind {
        case .cancel:
            answer(
                CancelAnswered(externalID: externalID, accepted: false, reason: reason, isPreview: isPreview),
                to: origin)
        case .change:
            answer(
                ChangeAnswered(externalID: externalID, accepted: false, reason: reason, isPreview: isPreview),
                to: origin)
        case .channel: announce(because: reason)
        case .own, .move: return
        }
    }

    /// Inventory gave units of an allocation to others. They come from elsewhere, unless the site has let go of them: then
    /// what was promised instead is not needed.
    private mutating func settleMove(_ wish: Wish) {
        let isLost = wish.stops.contains { !$0.taken.isEmpty } || wish.stops.isEmpty
        if isLost {
            if wish.allocations.isEmpty {
                saga.move(
                    wish.lines.map { (lineID: $0.lineID, quantity: $0.quantity) }, from: [.reserved], to: .backordered)
                waitForGoods(until: nil)
            } else {
                saga.addFulfilments(wish.allocations)
            }
        } else {
            for allocation in wish.allocations {
                release(allocation.lines.map(\.parcelLine), of: allocation.id, keep: [])
            }
        }
    }
}

extension [AllocatedLine] {
    /// As many units of order lines as are wanted, and the rest. A kit's components go together.
    /// - Parameter whole: kits of which no more was asked for than is to go, though some of it stands for no unit.
    func split(
        taking wanted: inout [String: Int], whole: Set<String> = []
    ) -> (taken: [AllocatedLine], kept: [AllocatedLine]) {
        var taken: [AllocatedLine] = []
        var kept: [AllocatedLine] = []
        for lineID in Set(map(\.lineID)).sorted() {
            let lines = filter { $0.lineID == lineID }
            let units = lines.reduce(0) { $0 + $1.orderedUnits }
            let quantity = Swift.min(units, wanted[lineID, default: 0])
            wanted[lineID, default: 0] -= quantity
            if quantity == units, whole.contains(lineID) {
                taken += lines
                continue
            }
            let isKit = lines.contains { $0.units != nil }
            var left = quantity
            for line in lines {
                let part = isKit ? line.quantity * quantity / Swift.max(1, units) : Swift.min(left, line.quantity)
                left -= part
                let parts = line.parts(leaving: line.quantity - part)
                if part > 0 { taken.append(parts.lost) }
                if part < line.quantity { kept.append(parts.kept) }
            }
        }
        return (taken, kept)
    }
}

extension [AllocatedUnits] {
    /// No more of each article than these have.
    func limited(to lines: [AllocatedLine]) -> [AllocatedUnits] {
        var left = Dictionary(lines.map { ($0.sku, $0.quantity) }) { $0 + $1 }
        return compactMap { units in
            let quantity = Swift.min(units.quantity, left[units.sku, default: 0])
            left[units.sku, default: 0] -= quantity
            return quantity > 0 ? AllocatedUnits(site: units.site, sku: units.sku, quantity: quantity) : nil
        }
    }
}
