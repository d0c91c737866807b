import Contracts
import FoundationEssentials
import Messaging
import Testing

@testable import Warehouse

@Suite("Cancel and hand-over compete for one row")
struct CancelAgainstHandOverTests {
    private let fulfil = Demo.fulfil([1], floor: .auto)
    private let cancel = Demo.cancel()

    private func packed() throws -> (FloorRun, parcel: UUID) {
        var run = FloorRun()
        let said = try run.give(FulfilOrderHandler.self, fulfil)
        return (run, try #require(try said.payloads(ParcelPacked.self).first?.parcel.id))
    }

    @Test("a hand-over that comes first wins, and the cancel is refused")
    func handOverFirst() throws {
        var (run, parcel) = try packed()
        #expect(try run.give(HandOverParcelHandler.self, Demo.handOver(parcel)).events == [ParcelHandedOver.type])
        #expect(try run.give(CancelFulfilmentHandler.self, cancel).events == [FulfilmentCancelRefused.type])
        #expect(run.rows.orders[Demo.id]?.state == .handedOver)
    }

    @Test("a cancel that comes first wins, and the hand-over is told so")
    func cancelFirst() throws {
        var (run, parcel) = try packed()
        #expect(try run.give(CancelFulfilmentHandler.self, cancel).events == [FulfilmentCancelled.type])
        #expect(try run.give(HandOverParcelHandler.self, Demo.handOver(parcel)).events == [FulfilmentCancelled.type])
        #expect(run.rows.orders[Demo.id]?.state == .cancelled)
    }

    @Test("a cancel that comes before its command leaves a tombstone, and the command is refused")
    func tombstone() throws {
        var run = FloorRun()
        #expect(try run.give(CancelFulfilmentHandler.self, cancel).events == [FulfilmentCancelled.type])
        #expect(try run.give(FulfilOrderHandler.self, fulfil).events == [FulfilmentCancelled.type])
        #expect(run.rows.orders[Demo.id]?.state == .cancelled)
    }
}
