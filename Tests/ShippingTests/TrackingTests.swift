import Contracts
import FoundationEssentials
import Messaging
import TestSupport
import Testing

@testable import Shipping

@Suite("Where a parcel is")
struct TrackingTests {
    private static let journey: [TrackingStatus] = [.preTransit, .inTransit, .outForDelivery, .delivered]

    private static func parcel() -> ShippedParcel {
        var parcel = ShippedParcel(
            id: .v5("parcel"), orderID: .v5("order"), state: .handedOver,
            command: CommandReference(id: .v5("command"), orderID: .v5("order")))
        parcel.status = .labelled
        parcel.scannedAt = Timestamp(seconds: 0)
        return parcel
    }

    @Test("never goes backwards, in whatever order and however often the scans of a journey come")
    func anyOrder() {
        var generator = SeededGenerator()
        for _ in 0..<500 {
            let scans = Self.journey.enumerated().map { index, status in
                CarrierScan(status: status, at: Timestamp(seconds: Int64(index + 1) * 3600))
            }
            var parcel = Self.parcel()
            var rank = 0
            for scan in (scans + scans).shuffled(using: &generator) {
                _ = parcel.take(scan)
                let now = parcel.status?.rank ?? 0
                #expect(now >= rank, "seed \(generator.seed)")
                rank = now
            }
            #expect(parcel.status == .delivered, "seed \(generator.seed)")
        }
    }

    @Test("a delivered parcel may only come back")
    func exceptions() {
        var parcel = Self.parcel()
        let scans: [(TrackingStatus, counts: Bool)] = [
            (.outForDelivery, true), (.delivered, true), (.outForDelivery, false), (.returnToSender, true),
        ]
        for (hour, scan) in scans.enumerated() {
            let counted = parcel.take(CarrierScan(status: scan.0, at: Timestamp(seconds: Int64(hour + 1) * 3600)))
            #expect(counted == scan.counts)
        }
        #expect(parcel.status == .returnToSender)
    }

    @Test(
        "a delay, an exception and a failed delivery end when a newer scan says so; a loss only with the parcel at an end"
    )
    func exceptionsEnd() {
        for trouble in [TrackingStatus.delayed, .exception, .deliveryFailed] {
            var parcel = Self.parcel()
            for (hour, status) in [.inTransit, trouble, .inTransit, .outForDelivery, .delivered].enumerated() {
                #expect(
                    parcel.take(CarrierScan(status: status, at: Timestamp(seconds: Int64(hour + 1) * 3600))) == true)
            }
            #expect(parcel.state == .delivered)
        }
        var lost = Self.parcel()
        #expect(lost.take(CarrierScan(status: .lost, at: Timestamp(seconds: 3600))) == true)
        for status in [TrackingStatus.inTransit, .delayed, .outForDelivery, .lost] {
            #expect(lost.take(CarrierScan(status: status, at: Timestamp(seconds: 7200))) == false)
        }
        #expect(
            lost.take(CarrierScan(status: .delivered, at: Timestamp(seconds: 1800))) == false, "it was lost after that")
        #expect(lost.state == .lost)
        for status in [TrackingStatus.delivered, .returnToSender, .returned] {
            var found = lost
            #expect(found.take(CarrierScan(status: status, at: Timestamp(seconds: 7200))) == true)
        }
    }

    @Test("an old scan of a trouble that is over moves nothing")
    func lateTrouble() {
        var parcel = Self.parcel()
        #expect(parcel.take(CarrierScan(status: .outForDelivery, at: Timestamp(seconds: 7200))) == true)
        #expect(parcel.take(CarrierScan(status: .delayed, at: Timestamp(seconds: 3600))) == false)
        #expect(parcel.status == .outForDelivery)
    }

    @Test("a label holds its tracking number as a Code 128 barcode, and no command that the address smuggles in")
    func label() {
        let address = Address(name: "^XZ~JR", line1: "Street_1", city: "İstanbul", country: "TR")
        let tracking = ParcelTracking(
            parcelID: .v5("parcel"), carrier: "sandbox", service: "standard", trackingNumber: "WB0000000017")
        let zpl = ShippingLabel.zpl(tracking: tracking, from: address, to: address, number: "#1", weight: 310)
        #expect(zpl.contains("^BCN,200,Y,N,N^FH^FDWB0000000017^FS"))
        #expect(zpl.contains("_5EXZ_7EJR"))
        #expect(zpl.split(separator: "\n").count { $0.contains("^XZ") } == 1)
    }
}
