import Contracts
import FoundationEssentials
import SagaCoordinator

/// The other services as they behave when all goes well: what each command is answered with.
struct Participants: Sendable {
    /// How many sites the stock is spread over.
    var sites = 1
    var floor = FloorKind.auto
    var sayCaptured: Int64 = 0
    /// Called first; nil leaves the answer to the rules below.
    var override: @Sendable (any Command) -> [any SagaFact]? = { _ in nil }

    /// - Parameter earlier: what was sent so far, this one included: participants here keep nothing.
    func answers(to command: any Command, for order: Order, after earlier: [any Command] = []) -> [any SagaFact] {
        if let answers = override(command) { return answers }
        switch command {
        case let command as AuthorisePayment:
            let isPrepaid = order.payment.method == .marketplace
            return [
                PaymentAuthorised(
                    paymentID: command.paymentID, authorised: command.amount,
                    captured: isPrepaid ? command.amount : sayCaptured)
            ]
        case let command as ReserveStock:
            return [StockReserved(reservationID: command.reservationID, allocations: allocate(command.lines))]
        case let command as FulfilOrder:
            let id = command.fulfilmentOrderID
            let packed = ParcelPacked(fulfilmentOrderID: id, parcel: parcel(for: command))
            if floor == .auto { return [packed] }
            return [PickingStarted(fulfilmentOrderID: id), OrderPicked(fulfilmentOrderID: id), packed]
        case let command as BuyLabel:
            return [ParcelLabelled(tracking: tracking(command.parcel.id), cost: 450, currency: command.currency)]
        case let command as HandOverParcel:
            return handedOver(command, order, earlier)
        case let command as CapturePayment:
            return [
                PaymentCaptured(
                    paymentID: command.paymentID, ordinal: command.ordinal, amount: command.amount,
                    capturedTotal: taken(earlier))
            ]
        case let command as CancelPayment:
            let kept = prepaid(order) + taken(earlier)
            return [PaymentCancelled(paymentID: command.paymentID, voided: order.total - kept, refunded: kept)]
        case let command as FinishPayment:
            return [
                PaymentFinished(paymentID: command.paymentID, voided: order.total - prepaid(order) - taken(earlier))
            ]
        case let command as RefundPayment:
            let total = earlier.reduce(0) { $0 + (($1 as? RefundPayment)?.amount ?? 0) }
            return [
                PaymentRefunded(
                    paymentID: command.paymentID, refundID: command.refundID, amount: command.amount,
                    refundedTotal: total)
            ]
        case let command as ReleaseStock:
            return [
                StockReleased(
                    reservationID: command.reservationID, lines: command.lines, ordinal: command.ordinal)
            ]
        case let command as RerouteStock:
            return [rerouted(command)]
        case let command as CancelFulfilment:
            return stopped(command, earlier)
        case let command as VoidLabel:
            return [LabelVoided(parcelID: command.parcelID)]
        default: return []
        }
    }

    private func prepaid(_ order: Order) -> Int64 { order.payment.method == .marketplace ? order.total : sayCaptured }

    private func taken(_ commands: [any Command]) -> Int64 {
        commands.reduce(0) { $0 + (($1 as? CapturePayment)?.amount ?? 0) }
    }

    /// All that is short is at the last site.
    private func rerouted(_ command: RerouteStock) -> StockReserved {
        let missing = command.lines.map { line in
            AllocatedLine(
                lineID: line.lineID, sku: line.sku, quantity: line.requested - line.available, bin: "B-1")
        }
        let moved = command.moved.map {
            AllocatedLine(lineID: $0.lineID, sku: $0.sku, quantity: $0.quantity, bin: "B-1")
        }
        return StockReserved(
            reservationID: command.reservationID,
            allocations: [
                Allocation(
                    id: .v5("rerouted from \(command.site)", in: command.reservationID), site: "S9", floor: floor,
                    shipFrom: Address(line1: "9 Dock Rd", city: "Adana", country: "TR"),
                    lines: (missing + moved).filter { $0.quantity > 0 })
            ])
    }

    /// What was asked for stops, and was picked, unless the goods were handed over before. A parcel that was packed with
    /// more is packed again.
    private func stopped(_ command: CancelFulfilment, _ earlier: [any Command]) -> [any SagaFact] {
        let id = command.fulfilmentOrderID
        let isHandedOver = earlier.contains { ($0 as? HandOverParcel)?.fulfilmentOrderID == id }
        if isHandedOver { return [FulfilmentCancelRefused(fulfilmentOrderID: id, state: "handed_over")] }
        guard let fulfil = earlier.lazy.compactMap({ $0 as? FulfilOrder }).first(where: { $0.fulfilmentOrderID == id })
        else { return [FulfilmentCancelled(fulfilmentOrderID: id)] }
        var left = fulfil.allocation.lines.map { ParcelLine(lineID: $0.lineID, sku: $0.sku, quantity: $0.quantity) }
        var off: [ParcelLine] = []
        for cancel in earlier.compactMap({ $0 as? CancelFulfilment }) where cancel.fulfilmentOrderID == id {
            off = left.compactMap { line in
                let asked =
                    cancel.lines.isEmpty
                    ? line.quantity : cancel.lines.first { $0.lineID == line.lineID }?.quantity ?? 0
                return asked > 0 ? ParcelLine(lineID: line.lineID, sku: line.sku, quantity: asked) : nil
            }
            left = left.compactMap { line in
                let rest = line.quantity - (off.first { $0.lineID == line.lineID }?.quantity ?? 0)
                return rest > 0 ? ParcelLine(lineID: line.lineID, sku: line.sku, quantity: rest) : nil
            }
        }
        let stopped = FulfilmentCancelled(
            fulfilmentOrderID: id, site: fulfil.allocation.site, lines: off, putBack: off, remaining: left)
        if left.isEmpty { return [stopped] }
        let parcel = Parcel(
            id: .v5("parcel of \(left.map(\.quantity))", in: id), fulfilmentOrderID: id, site: fulfil.allocation.site,
            lines: left, weight: 500, length: 300, width: 200, height: 100)
        return [stopped, ParcelPacked(fulfilmentOrderID: id, parcel: parcel)]
    }

    /// Every line goes to the first site, but for one unit of the first line for each further site.
    func allocate(_ lines: [ParcelLine]) -> [Allocation] {
        (0..<sites).compactMap { site in
            let parts = lines.enumerated().compactMap { index, line -> AllocatedLine? in
                let elsewhere = index == 0 ? min(sites - 1, line.quantity) : 0
                let quantity = site == 0 ? line.quantity - elsewhere : (site <= elsewhere ? 1 : 0)
                if quantity == 0 { return nil }
                return AllocatedLine(lineID: line.lineID, sku: line.sku, quantity: quantity, bin: "A-1")
            }
            if parts.isEmpty { return nil }
            return Allocation(
                site: "S\(site + 1)", floor: floor,
                shipFrom: Address(line1: "\(site + 1) Dock Rd", city: "Ankara", country: "TR"), lines: parts)
        }
    }

    func parcel(for command: FulfilOrder) -> Parcel {
        Parcel(
            id: .v5("parcel", in: command.fulfilmentOrderID), fulfilmentOrderID: command.fulfilmentOrderID,
            site: command.allocation.site,
            lines: command.allocation.lines.map { ParcelLine(lineID: $0.lineID, sku: $0.sku, quantity: $0.quantity) },
            weight: 900, length: 300, width: 200, height: 100)
    }

    func tracking(_ parcelID: UUID) -> ParcelTracking {
        ParcelTracking(
            parcelID: parcelID, carrier: "sandbox", service: "ground", trackingNumber: "SB\(parcelID.text.prefix(8))")
    }

    private func handedOver(
        _ command: HandOverParcel, _ order: Order, _ earlier: [any Command]
    ) -> [any SagaFact] {
        let label = earlier.lazy.compactMap { $0 as? BuyLabel }.first { $0.parcel.id == command.tracking.parcelID }
        let fulfil = earlier.lazy.compactMap { $0 as? FulfilOrder }.first {
            $0.fulfilmentOrderID == command.fulfilmentOrderID
        }
        guard let parcel = label?.parcel ?? fulfil.map(parcel(for:)) else { return [] }
        let at = order.placedAt
        let handedOver = ParcelHandedOver(
            fulfilmentOrderID: command.fulfilmentOrderID, reservationID: .v5("reservation/\(order.id.text)"),
            parcel: parcel, tracking: command.tracking, at: at)
        guard let label else { return [handedOver] }
        return [
            handedOver, ParcelTracked(parcelID: parcel.id, status: .inTransit, at: at),
            ParcelDelivered(
                parcel: parcel, tracking: command.tracking, at: at, collected: label.cashOnDelivery,
                order: label.order),
        ]
    }
}
