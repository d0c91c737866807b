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

    func answers(to command: any Command, for order: Order) -> [any SagaFact] {
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
            return handedOver(command, order)
        case let command as CapturePayment:
            return [
                PaymentCaptured(
                    paymentID: command.paymentID, ordinal: command.ordinal, amount: command.amount,
                    capturedTotal: command.amount)
            ]
        case let command as CancelPayment:
            return [PaymentCancelled(paymentID: command.paymentID, voided: order.total, refunded: 0)]
        case let command as ReleaseStock:
            return [StockReleased(reservationID: command.reservationID)]
        default: return []
        }
    }

    /// Every line goes to the first site, but for one unit of the first line for each further site.
    func allocate(_ lines: [ParcelLine]) -> [Allocation] {
        (0..<sites).map { site in
            let parts = lines.enumerated().compactMap { index, line -> AllocatedLine? in
                let elsewhere = index == 0 ? sites - 1 : 0
                let quantity = site == 0 ? line.quantity - elsewhere : (index == 0 ? 1 : 0)
                if quantity == 0 { return nil }
                return AllocatedLine(lineID: line.lineID, sku: line.sku, quantity: quantity, bin: "A-1")
            }
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

    private func handedOver(_ command: HandOverParcel, _ order: Order) -> [any SagaFact] {
        guard let parcel = packedParcel(command.tracking.parcelID, of: order) else { return [] }
        let at = order.placedAt
        let collected = order.payment.method == .cashOnDelivery && parcel.site == "S1" ? order.total : 0
        return [
            ParcelHandedOver(
                fulfilmentOrderID: command.fulfilmentOrderID, reservationID: .v5("reservation/\(order.id.text)"),
                parcel: parcel, tracking: command.tracking, at: at),
            ParcelTracked(parcelID: parcel.id, status: .inTransit, at: at),
            ParcelDelivered(
                parcel: parcel, tracking: command.tracking, at: at, collected: collected,
                order: OrderSummary(
                    id: order.id, channel: order.channel, shop: order.shop, externalID: order.externalID,
                    number: order.number, currency: order.currency, total: order.total, customer: order.customer,
                    lines: [])),
        ]
    }

    /// A parcel made again from its id: participants here keep nothing.
    private func packedParcel(_ id: UUID, of order: Order) -> Parcel? {
        let lines = order.lines.filter(\.requiresShipping).map {
            ParcelLine(lineID: $0.id, sku: $0.sku, quantity: $0.quantity)
        }
        return Fulfilment.make(for: order.id, allocate(lines)).map { fulfilment in
            parcel(
                for: FulfilOrder(
                    fulfilmentOrderID: fulfilment.id, reservationID: .zero, number: order.number,
                    allocation: fulfilment.allocation))
        }.first { $0.id == id }
    }
}
