import Contracts
import FoundationEssentials
import Messaging
import TestSupport
import Testing

@testable import Shipping

@Suite("What is told of a parcel's way")
struct NewsTests {
    private func handedOver() throws -> ShippingRun {
        var run = ShippingRun()
        try run.give(BuyLabelHandler.self, Demo.buy())
        try run.answer(Demo.key)
        try run.give(ParcelHandedOverHandler.self, Demo.handedOver())
        return run
    }

    private func record(_ status: TrackingStatus, _ hour: Int64) -> RecordScan {
        RecordScan(parcelID: Demo.id, status: status, at: Demo.scan(status, hour).at, actor: "ana")
    }

    @Test("a parcel that nobody takes is told to come back before it is back")
    func returned() throws {
        var run = try handedOver()
        let journey: [TrackingStatus] = [.inTransit, .outForDelivery, .deliveryFailed, .returnToSender, .returned]
        let said = try run.answer(
            "track/\(Demo.id.text)/1", scans: journey.enumerated().map { Demo.scan($1, Int64($0)) })
        #expect(said.map(\.type) == [ParcelReturning.type, ParcelReturned.type])
        #expect((said[0].sequence ?? 0) < (said[1].sequence ?? 0))
        #expect(run.rows.parcels[Demo.id]?.state == .returned)
    }

    @Test("one that is back without a word on the way is told both at once")
    func returnedAtOnce() throws {
        var run = try handedOver()
        let said = try run.give(RecordScanHandler.self, record(.returned, 1))
        #expect(said.map(\.type) == [ParcelReturning.type, ParcelReturned.type, ScanRecorded.type])
    }

    @Test("a lost parcel is told once, and nothing but an end that is newer finds it again")
    func lost() throws {
        var run = try handedOver()
        #expect(try run.give(RecordScanHandler.self, record(.lost, 2)).payloads(ParcelLost.self).count == 1)
        for (status, hour) in [(TrackingStatus.inTransit, Int64(3)), (.delivered, 1)] {
            let again = try run.give(RecordScanHandler.self, record(status, hour))
            #expect(again.map(\.type) == [ScanRecorded.type])
            #expect(try again.payloads(ScanRecorded.self).first?.reason?.code == "old_scan")
        }
        let found = try run.give(RecordScanHandler.self, record(.delivered, 4))
        #expect(found.map(\.type) == [ParcelDelivered.type, ScanRecorded.type])
    }

    @Test("delays and exceptions are told, with the place")
    func exceptions() throws {
        var run = try handedOver()
        for (hour, status) in [TrackingStatus.delayed, .exception].enumerated() {
            let said = try run.give(RecordScanHandler.self, record(status, Int64(hour + 1)))
            #expect(try said.payloads(ParcelTracked.self).first?.status == status)
        }
    }

    @Test("an operator's scan is refused before the hand-over, of times to come, and of parcels that are not ours")
    func refused() throws {
        var run = ShippingRun()
        func code(_ message: RecordScan) throws -> String? {
            try run.give(RecordScanHandler.self, message).payloads(ScanRecorded.self).first?.reason?.code
        }
        #expect(try code(record(.lost, 1)) == "unknown_parcel")
        try run.give(BuyLabelHandler.self, Demo.buy())
        #expect(try code(record(.lost, 1)) == "wrong_state")
        try run.answer(Demo.key)
        try run.give(ParcelHandedOverHandler.self, Demo.handedOver())
        #expect(try code(record(.lost, 10_000)) == "in_future")
    }

    @Test("a parcel whose label is void cannot be on its way: somebody has to look")
    func voidLabelUsed() throws {
        var run = ShippingRun()
        try run.give(VoidLabelHandler.self, Demo.void())
        #expect(throws: HandlerError.self) { try run.give(ParcelHandedOverHandler.self, Demo.handedOver()) }
    }

    @Test("Scans one by one, all at once or twice, in any order: at most one end, and the same one")
    func anyOrder() throws {
        var generator = SeededGenerator()
        for _ in 0..<300 {
            let fate = SandboxFate.allCases.randomElement(using: &generator)
            let journey = fate.journey(isReturn: false)
            var scans = journey.enumerated().map { Demo.scan($1, Int64($0 + 1)) }
            scans += scans.shuffled(using: &generator)
            var run = try handedOver()
            var ends: [MessageType] = []
            if Bool.random(using: &generator) {
                ends = try run.answer("track/\(Demo.id.text)/1", scans: scans.shuffled(using: &generator)).map(\.type)
            } else {
                for scan in scans.shuffled(using: &generator) {
                    let message = RecordScan(parcelID: Demo.id, status: scan.status, at: scan.at, actor: "ana")
                    ends += try run.give(RecordScanHandler.self, message).map(\.type)
                }
            }
            ends = ends.filter { [ParcelDelivered.type, ParcelLost.type, ParcelReturned.type].contains($0) }
            let expected: MessageType =
                switch fate {
                case .lost: ParcelLost.type
                case .returned: ParcelReturned.type
                default: ParcelDelivered.type
                }
            #expect(ends == [expected], "seed \(generator.seed), \(String(describing: fate))")
        }
    }
}
