import Contracts
import FoundationEssentials

extension OrderSaga {
    /// The command of a step, made of the order and of what the steps before have brought.
    func draft(of step: StepName, _ unit: UUID) -> StepDraft {
        guard let order else { return .nothing }
        switch step {
        case .awaitPayment: return order.isWaitingForMoney ? .wait : .nothing
        case .authorise: return .command(authorisation(of: order))
        case .reserve: return reservation(of: order)
        case .provide: return providedUnits.contains { $0.quantity > 0 } ? .done : .nothing
        case .fulfil: return fulfilment(unit).map { fulfilOrder($0, of: order) } ?? .nothing
        case .label: return label(of: order, for: unit)
        case .pickUp, .deliver: return .wait
        case .handOver: return handOver(unit, order)
        case .captureProvided: return capture(providedShare, ordinal: 0, step, unit)
        case .capture: return capture(fulfilment(unit)?.share, ordinal: ordinal(of: unit), step, unit)
        case .collect: return capture(fulfilment(unit)?.collected, ordinal: ordinal(of: unit), step, unit)
        case .finishPayment: return money.open > 0 ? .command(FinishPayment(paymentID: unit)) : .nothing
        case .cancelFulfilment: return .command(cancelFulfilment(unit))
        case .voidLabel:
            // Should it come late, it leaves alone what was asked for after it.
            let epoch = self.step(.label, unit)?.epoch
            return .command(VoidLabel(parcelID: unit, reason: undoingReason, labelEpoch: epoch))
        case .releaseStock:
            return .command(ReleaseStock(reservationID: unit, reason: undoingReason, keep: detours.putBack))
        case .cancelPayment:
            return .command(CancelPayment(paymentID: unit, reason: undoingReason, late: late(for: order)))
        case .reroute: return detours.shortages.first { $0.id == unit }.map { .command(reroute($0)) } ?? .nothing
        case .releaseUnits: return detours.releases.first { $0.id == unit }.map { .command(release($0)) } ?? .nothing
        case .refund: return detours.refunds.first { $0.id == unit }.map { .command(refund($0)) } ?? .nothing
        case .dispute: return dispute(unit)
        default: return .nothing
        }
    }

    /// What beginning a step says of the units.
    mutating func recordBeginning(of step: StepName, _ unit: UUID) {
        switch step {
        case .fulfil:
            guard let fulfilment = fulfilment(unit) else { return }
            move(fulfilment.units, from: [.reserved], to: .released)
        case .provide:
            // What was to be paid at a door, and was not, is nobody's.
            move(providedUnits, from: [.pending, .handedOver], to: isProvidedPaid ? .delivered : .cancelled)
        default: return
        }
    }

    /// Fixes what a shipment's part of the money is, once: before the courier is told, or when it has left.
    mutating func claimShare(for step: StepName, _ unit: UUID) {
        switch step {
        case .capture, .label:
            guard let fulfilment = fulfilment(unit), fulfilment.share == nil else { return }
            if step == .label, order?.payment.method != .cashOnDelivery { return }
            let share = nextShare(for: fulfilment.units)
            changeFulfilment(unit) { $0.share = share }
        case .captureProvided where providedShare == nil:
            providedShare = nextShare(for: providedUnits)
        default: return
        }
    }

    /// Which capture of the payment: 0 is for what is not shipped.
    func ordinal(of fulfilmentID: UUID) -> Int {
        fulfilments.firstIndex { $0.id == fulfilmentID }.map { $0 + 1 } ?? 0
    }

    /// A capture that was refused for good is followed by another one, with a key of its own.
    static let capturesPerAttempt = 1000

    private func capture(_ amount: Int64?, ordinal: Int, _ step: StepName, _ unit: UUID) -> StepDraft {
        // What was taken before we heard of the order is not taken again.
        let amount = step == .collect ? amount ?? 0 : min(amount ?? 0, money.open)
        guard amount > 0 else { return .nothing }
        let epoch = self.step(step, unit)?.epoch ?? 0
        return .command(
            CapturePayment(paymentID: paymentID, ordinal: ordinal + epoch * Self.capturesPerAttempt, amount: amount))
    }

    private var undoingReason: String { ending?.reason.code ?? detours.wish?.ending.reason.code ?? "cancelled" }

    private func late(for order: Order) -> LatePayment? {
        detours.late.map {
            LatePayment(
                channel: order.channel, shop: order.shop, instruction: $0, amount: order.total,
                currency: order.currency)
        }
    }

    private func authorisation(of order: Order) -> AuthorisePayment {
        AuthorisePayment(
            paymentID: paymentID, channel: order.channel, shop: order.shop, instruction: order.payment,
            amount: order.total, currency: order.currency, customer: order.customer,
            shippingAddress: order.shippingAddress, billingAddress: order.billingAddress,
            lines: LineShare.shares(of: order).map {
                LineAmount(lineID: $0.lineID, quantity: $0.quantity, amount: $0.goods + $0.charges)
            }, placedAt: order.placedAt)
    }

    private func reservation(of order: Order) -> StepDraft {
        let wanted = zip(lines, order.lines).compactMap { line, ordered -> ParcelLine? in
            let quantity = line.ordered - line[.cancelled]
            guard ordered.requiresShipping, quantity > 0 else { return nil }
            return ParcelLine(lineID: ordered.id, sku: ordered.sku, quantity: quantity)
        }
        if wanted.isEmpty { return .nothing }
        return .command(
            ReserveStock(
                reservationID: reservationID, channel: order.channel, lines: wanted,
                destination: order.shippingAddress, isExpress: order.isExpress))
    }

    private func fulfilOrder(_ fulfilment: Fulfilment, of order: Order) -> StepDraft {
        if let wish = order.mismatches.first(where: { $0.code == HoldReason.cancelRequested.rawValue }), !isSentAfterAll
        {
            return .impossible(.cancelRequested, wish)
        }
        return .command(
            FulfilOrder(
                fulfilmentOrderID: fulfilment.id, reservationID: reservationID, number: order.number,
                allocation: fulfilment.allocation, isExpress: order.isExpress))
    }

    /// Whether a person has let go what the buyer would rather not have.
    private var isSentAfterAll: Bool { steps.contains { $0.key.name == .fulfil && $0.epoch > 0 } }

    private func label(of order: Order, for parcelID: UUID) -> StepDraft {
        guard let fulfilment = fulfilment(parcelID), let parcel = fulfilment.parcel else { return .nothing }
        guard let shipTo = order.shippingAddress ?? order.billingAddress else {
            return .impossible(
                .addressInvalid, Reason(code: "no_address", message: "the order has no address to ship to"))
        }
        let isCollected = order.payment.method == .cashOnDelivery
        return .command(
            BuyLabel(
                parcel: fulfilment.counted(parcel), number: order.number, shipFrom: fulfilment.allocation.shipFrom,
                shipTo: shipTo,
                isExpress: order.isExpress, value: order.value(of: fulfilment.units), currency: order.currency,
                cashOnDelivery: isCollected ? fulfilment.share ?? 0 : 0, order: order.summary))
    }

    private func handOver(_ unit: UUID, _ order: Order) -> StepDraft {
        guard let fulfilment = fulfilment(unit) else { return .nothing }
        if let tracking = fulfilment.tracking {
            return .command(HandOverParcel(fulfilmentOrderID: unit, tracking: tracking))
        }
        guard plan.definition(.label) == nil, let parcel = fulfilment.parcel else { return .nothing }
        return .command(
            HandOverParcel(
                fulfilmentOrderID: unit,
                tracking: ParcelTracking(
                    parcelID: parcel.id, carrier: ParcelTracking.counter, service: "pickup",
                    trackingNumber: order.number)))
    }

    private func cancelFulfilment(_ unit: UUID) -> CancelFulfilment {
        let stop = detours.wish?.stops.first { $0.fulfilmentID == unit }
        let asked = stop?.asked ?? []
        return CancelFulfilment(
            fulfilmentOrderID: unit, reason: undoingReason, lines: asked,
            articles: asked.isEmpty ? [] : stop?.articles ?? [])
    }

    private func reroute(_ shortage: Shortage) -> RerouteStock {
        RerouteStock(
            reservationID: reservationID, shortageID: shortage.id, allocationID: shortage.allocationID,
            site: shortage.site, lines: shortage.lines, moved: shortage.moved, damaged: shortage.isDamaged,
            isCount: shortage.isCount)
    }

    private func release(_ release: StockRelease) -> ReleaseStock {
        ReleaseStock(
            reservationID: reservationID, reason: undoingReason, lines: release.lines, ordinal: release.ordinal,
            allocationID: release.allocationID, keep: release.keep)
    }

    private func dispute(_ unit: UUID) -> StepDraft {
        guard let dispute = detours.disputes.first(where: { $0.id == unit }) else { return .nothing }
        let amount = order?.currency.format(dispute.amount) ?? "\(dispute.amount)"
        switch dispute.status {
        case .opened:
            let message = "the customer disputes \(amount) (\(dispute.disputeID), \(dispute.reason))"
            return .impossible(.paymentDisputed, Reason(code: "payment_disputed", message: message))
        case .lost where phase == .running && !cancellable.isEmpty:
            let message = "\(amount) were taken back (\(dispute.disputeID)), and not all of the order has left"
            return .impossible(.disputeLost, Reason(code: "dispute_lost", message: message))
        default: return .done
        }
    }

    private func refund(_ refund: OwedRefund) -> RefundPayment {
        RefundPayment(
            paymentID: paymentID, refundID: refund.id, amount: refund.amount, reason: refund.reason,
            lines: refund.lines)
    }
}

extension ParcelTracking {
    /// Stands for the carrier of what a customer takes away himself.
    static let counter = "counter"
}
