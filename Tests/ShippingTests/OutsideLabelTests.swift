import Contracts
import FoundationEssentials
import Messaging
import Testing

@testable import Shipping

@Suite("A parcel that bears a label already")
struct OutsideLabelTests {
    private func buy() -> BuyLabel {
        var request = Demo.buy()
        request.parcel.label = OutsideLabel(
            carrier: "USPS", service: "Priority", trackingNumber: "9405", source: "shipstation")
        return request
    }

    @Test("gets none, is answered with it, and no carrier of ours is asked where it is")
    func label() throws {
        var run = ShippingRun()
        for _ in 0..<2 {
            let said = try run.give(BuyLabelHandler.self, buy())
            let labelled = try #require(try said.payloads(ParcelLabelled.self).first)
            #expect(labelled.tracking.trackingNumber == "9405")
            #expect(labelled.tracking.carrier == "USPS" && labelled.cost == 0)
        }
        try run.give(ParcelHandedOverHandler.self, Demo.handedOver())
        #expect(run.rows.parcels[Demo.id]?.state == .handedOver)
        #expect(run.keys.isEmpty)
    }

    @Test("is void when that is asked, and may be sent again with another")
    func void() throws {
        var run = ShippingRun()
        try run.give(BuyLabelHandler.self, buy())
        let said = try run.give(VoidLabelHandler.self, Demo.void(labelEpoch: 0))
        #expect(try said.payloads(LabelVoided.self).count == 1)
        #expect(run.rows.parcels[Demo.id]?.state == .void)
        let again = try run.give(BuyLabelHandler.self, buy(), epoch: 1)
        #expect(try again.payloads(ParcelLabelled.self).count == 1)
        #expect(run.keys.isEmpty)
    }
}
