import Contracts
import FoundationEssentials

extension OrderSaga {
    /// The command of a step, made of the order and of what the steps before have brought.
    func draft(of step: StepName, _ unit: UUID) -> StepDraft {
        guard let order else { return .nothing }
        switch step {
        case .awaitPayment: return isWaitingForMoney(order) ? .wait : .nothing
        case .authorise: return .command(authorisation(of: order))
        case .reserve: return reservation(of: order)
        case .provide: return order.lines.contains { !$0.requiresShipping } ? .done : .nothing
        case .fulfil: return fulfilment(unit).map { .command(fulfilOrder($0, of: order)) } ?? .nothing
        case .label: return label(of: order, for: unit)
        case .handOver: return handOver(unit)
        case .capture:
            let amount = min(money.open, max(0, order.total - money.captured))
            guard amount > 0 else { return .nothing }
            // A capture that was refused for good is followed by another one, with a key of its own.
            let ordinal = self.step(.capture, unit)?.epoch ?? 0
            return .command(CapturePayment(paymentID: unit, ordinal: ordinal, amount: amount))
        case .deliver: return .wait
        case .cancelPayment: return .command(CancelPayment(paymentID: unit, reason: undoingReason))
        case .releaseStock: return .command(ReleaseStock(reservationID: unit, reason: undoingReason))
        default: return .nothing
        }
    }

    /// What beginning a step says of the units.
    mutating func recordBeginning(of step: StepName, _ unit: UUID) {
        switch step {
        case .fulfil:
            guard let fulfilment = fulfilment(unit) else { return }
            move(fulfilment.allocation.lines.map { ($0.lineID, $0.quantity) }, from: [.reserved], to: .released)
        case .provide:
            let lines = order?.lines.filter { !$0.requiresShipping } ?? []
            move(lines.map { ($0.id, $0.quantity) }, from: [.pending], to: .delivered)
        default: return
        }
    }

    /// A card whose token we have is ours to authorise: nobody else will pay the order.
    private func isWaitingForMoney(_ order: Order) -> Bool {
        let isOurs = order.payment.method == .card && order.payment.token != nil
        return order.payment.state == .unpaid && !isOurs
    }

    private var undoingReason: String { ending?.reason.code ?? "cancelled" }

    private func authorisation(of order: Order) -> AuthorisePayment {
        AuthorisePayment(
            paymentID: paymentID, channel: order.channel, shop: order.shop, instruction: order.payment,
            amount: order.total, currency: order.currency, customer: order.customer,
            shippingAddress: order.shippingAddress, billingAddress: order.billingAddress, placedAt: order.placedAt)
    }

    private func reservation(of order: Order) -> StepDraft {
        let lines = order.lines.filter(\.requiresShipping)
        if lines.isEmpty { return .nothing }
        return .command(
            ReserveStock(
                reservationID: reservationID, channel: order.channel,
                lines: lines.map { ParcelLine(lineID: $0.id, sku: $0.sku, quantity: $0.quantity) },
                destination: order.shippingAddress, isExpress: order.isExpress))
    }

    private func fulfilOrder(_ fulfilment: Fulfilment, of order: Order) -> FulfilOrder {
        FulfilOrder(
            fulfilmentOrderID: fulfilment.id, reservationID: reservationID, number: order.number,
            allocation: fulfilment.allocation, isExpress: order.isExpress)
    }

    private func label(of order: Order, for parcelID: UUID) -> StepDraft {
        guard let index = fulfilments.firstIndex(where: { $0.parcel?.id == parcelID }),
            let parcel = fulfilments[index].parcel
        else { return .nothing }
        guard let shipTo = order.shippingAddress ?? order.billingAddress else {
            return .impossible(
                .labelRefused, Reason(code: "no_address", message: "the order has no address to ship to"))
        }
        let values = fulfilments.map { order.value(of: $0.allocation.lines.map { ($0.lineID, $0.quantity) }) }
        let isCollected = order.payment.method == .cashOnDelivery
        return .command(
            BuyLabel(
                parcel: parcel, number: order.number, shipFrom: fulfilments[index].allocation.shipFrom, shipTo: shipTo,
                isExpress: order.isExpress, value: values[index], currency: order.currency,
                cashOnDelivery: isCollected ? Apportionment.split(order.total, by: values)[index] : 0,
                order: order.summary))
    }

    private func handOver(_ unit: UUID) -> StepDraft {
        guard let tracking = fulfilment(unit)?.tracking else { return .nothing }
        return .command(HandOverParcel(fulfilmentOrderID: unit, tracking: tracking))
    }
}
