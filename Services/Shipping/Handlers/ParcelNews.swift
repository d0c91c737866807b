import Contracts
import Messaging

/// What is told of a parcel's way: the newest scan that moved it, and nothing that only one listener would miss.
enum ParcelNews {
    /// Takes scans in, in the order of their time, and tells what moved the parcel.
    /// - Returns: whether any did.
    static func take(
        _ scans: [CarrierScan], of parcel: inout ShippedParcel, _ rows: inout ShippingStore.Rows, _ out: inout Outcome
    ) -> Bool {
        let version = parcel.version
        var newest: CarrierScan?
        for scan in scans.sorted(by: { $0.at < $1.at }) where rows.isNew(scan, of: parcel.id) {
            let wasReturning = parcel.state == .returning
            let counted = parcel.take(scan)
            rows.record(scan, of: parcel.id, counted: counted)
            guard counted else { continue }
            newest = scan
            // Whoever hears that a parcel is back has heard that it was coming.
            if scan.status == .returnToSender || scan.status == .returned && !wasReturning {
                tellReturning(parcel, scan, &out)
            }
        }
        if let newest { tell(parcel, newest, &out) }
        return parcel.version != version
    }

    private static func tell(_ parcel: ShippedParcel, _ scan: CarrierScan, _ out: inout Outcome) {
        guard let request = parcel.request, let tracking = parcel.tracking else { return }
        if parcel.isReturn {
            return publish(
                ReturnTracked(returnID: parcel.id, status: scan.status, at: scan.at), of: parcel, &out)
        }
        switch scan.status {
        case .delivered:
            publish(
                ParcelDelivered(
                    parcel: request.parcel, tracking: tracking, at: scan.at, collected: request.cashOnDelivery,
                    order: request.order), of: parcel, &out)
        case .lost:
            publish(
                ParcelLost(parcel: request.parcel, tracking: tracking, at: scan.at, order: request.order), of: parcel,
                &out)
        case .returned:
            publish(
                ParcelReturned(parcel: request.parcel, tracking: tracking, at: scan.at, order: request.order),
                of: parcel, &out)
        case .returnToSender: break
        default:
            publish(
                ParcelTracked(parcelID: parcel.id, status: scan.status, at: scan.at, place: scan.place), of: parcel,
                &out)
        }
    }

    private static func tellReturning(_ parcel: ShippedParcel, _ scan: CarrierScan, _ out: inout Outcome) {
        guard !parcel.isReturn, let request = parcel.request, let tracking = parcel.tracking else { return }
        publish(
            ParcelReturning(parcel: request.parcel, tracking: tracking, at: scan.at, order: request.order), of: parcel,
            &out)
    }

    private static func publish(_ event: some Event, of parcel: ShippedParcel, _ out: inout Outcome) {
        out.publish(
            event, orderID: parcel.orderID, subject: ShippingReplies.subject(parcel), sequence: parcel.version,
            channel: parcel.command.channel)
    }
}
