import Contracts
import FoundationEssentials
import Shipping
import WireJSON

extension Outside {
    func label(_ key: String, _ json: JSONNode) throws -> Reply {
        let purchase = try LabelPurchase(from: json)
        let request = purchase.label
        if request.shipTo.postcode == Postcode.refused {
            return .refusal(Reason(code: "address_invalid", message: "the carrier does not know the address"))
        }
        let number = labels[key]?.number ?? "SIM\(UUID.v5(key).identity % 10_000_000_000)"
        if labels[key] == nil {
            // A return's parcel has the id of the return.
            let isReturn = request.parcel.id == request.parcel.fulfilmentOrderID
            labels[key] = Label(parcelID: request.parcel.id, number: number, isReturn: isReturn)
        }
        if request.shipTo.postcode == Postcode.timeout, lostOnce.insert(key).inserted { return .lost }
        let tracking = ParcelTracking(
            parcelID: request.parcel.id, carrier: purchase.carrier, service: "standard", trackingNumber: number,
            trackingURL: "https://sandbox.invalid/track/\(number)")
        return .answer(BoughtLabel(tracking: tracking, cost: 450, currency: request.currency).jsonBytes)
    }

    func void(_ json: JSONNode, _ request: [UInt8]) throws -> Reply {
        let tracking = try ParcelTracking(from: json)
        for key in labels.filter({ $0.value.number == tracking.trackingNumber }).keys { labels[key]?.isVoid = true }
        return .answer(request)
    }

    /// What lies ahead is not known yet; whether the clocks of the two agree is nobody's business.
    func track(_ json: JSONNode, at now: Timestamp, in world: World) throws -> TrackAnswer {
        let request = try TrackRequest(from: json)
        let journey = self.journey(of: request, in: world)
        let pace = request.isReturn ? 43_200 : 7200
        let scans = journey.enumerated().map { step, status in
            CarrierScan(status: status, at: request.handedOverAt + .seconds(pace) * (step + 1))
        }
        let seen = scans.filter { $0.at <= now }
        return TrackAnswer(scans: seen, askAgainAfterSeconds: seen.count == scans.count ? nil : pace)
    }

    private func journey(of request: TrackRequest, in world: World) -> [TrackingStatus] {
        if request.isReturn {
            return world.people.desk.isSent(request.parcelID) ? [.inTransit, .delivered] : []
        }
        return switch request.postcode {
        case Postcode.lost: [.preTransit, .inTransit, .lost]
        case Postcode.nobody: [.preTransit, .inTransit, .outForDelivery, .deliveryFailed, .returnToSender, .returned]
        case Postcode.delayed: [.preTransit, .inTransit, .delayed, .inTransit, .outForDelivery, .delivered]
        default: [.preTransit, .inTransit, .outForDelivery, .delivered]
        }
    }
}
