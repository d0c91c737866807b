import Contracts
import FoundationEssentials
import Messaging
import TestSupport
import Testing

@testable import Shipping

@Suite("One label a parcel")
struct LabelTests {
    @Test("is bought once, however often it is asked for")
    func once() throws {
        var run = ShippingRun()
        try run.give(BuyLabelHandler.self, Demo.buy())
        try run.give(BuyLabelHandler.self, Demo.buy(), epoch: 1)
        #expect(run.keys == [Demo.key])
        #expect(try run.answer(Demo.key).payloads(ParcelLabelled.self).count == 1)
        #expect(try run.give(BuyLabelHandler.self, Demo.buy()).payloads(ParcelLabelled.self).count == 1)
        #expect(run.keys == [Demo.key])
    }

    @Test("that was refused is bought under another key when the address is corrected, whatever the epoch says")
    func corrected() throws {
        var run = ShippingRun()
        try run.give(BuyLabelHandler.self, Demo.buy(to: "REFUSED"))
        let refused = try run.answer(Demo.key, refusal: "address_invalid").payloads(LabelRefused.self)
        #expect(refused.first?.reason.code == "address_invalid")
        try run.give(BuyLabelHandler.self, Demo.buy(to: "34710"), epoch: 7)
        try run.give(BuyLabelHandler.self, Demo.buy(to: "34710"), epoch: 8)
        #expect(run.keys == [Demo.key, Demo.key + "/1"])
        #expect(try run.answer(Demo.key + "/1").payloads(ParcelLabelled.self).count == 1)
        #expect(run.rows.parcels[Demo.id]?.request?.shipTo.postcode == "34710")
    }

    @Test("is refused when the void came first")
    func tombstone() throws {
        var run = ShippingRun()
        #expect(try run.give(VoidLabelHandler.self, Demo.void()).payloads(LabelVoided.self).count == 1)
        for epoch in [0, 1, 5] {
            let said = try run.give(BuyLabelHandler.self, Demo.buy(), epoch: epoch)
            #expect(try said.payloads(LabelRefused.self).first?.reason.code == "voided")
        }
        #expect(run.keys.isEmpty)
    }

    @Test("is voided when the carrier has answered, when the void came while it was bought")
    func voidWhileBuying() throws {
        var run = ShippingRun()
        try run.give(BuyLabelHandler.self, Demo.buy())
        #expect(try run.give(VoidLabelHandler.self, Demo.void()).isEmpty)
        #expect(try run.answer(Demo.key).isEmpty)
        #expect(run.effects.keys.sorted() == ["void/\(Demo.id.text)"])
        #expect(try run.answer("void/\(Demo.id.text)").payloads(LabelVoided.self).count == 1)
        #expect(run.rows.parcels[Demo.id]?.state == .void)
    }

    @Test("of a void that names its attempt is bought anew by a later attempt, and not by a late one")
    func boughtAnew() throws {
        var run = ShippingRun()
        try run.give(BuyLabelHandler.self, Demo.buy())
        try run.answer(Demo.key)
        try run.give(VoidLabelHandler.self, Demo.void(labelEpoch: 1))
        #expect(throws: HandlerError.self) { try run.give(BuyLabelHandler.self, Demo.buy(), epoch: 2) }
        try run.answer("void/\(Demo.id.text)")
        let late = try run.give(BuyLabelHandler.self, Demo.buy(), epoch: 1)
        #expect(try late.payloads(LabelRefused.self).first?.reason.code == "voided")
        try run.give(BuyLabelHandler.self, Demo.buy(to: "06100"), epoch: 2)
        #expect(try run.answer(Demo.key + "/1").payloads(ParcelLabelled.self).count == 1)
        #expect(try run.give(VoidLabelHandler.self, Demo.void(labelEpoch: 1)).payloads(LabelVoided.self).count == 1)
        #expect(run.rows.parcels[Demo.id]?.state == .labelled)
        try run.give(VoidLabelHandler.self, Demo.void())
        #expect(run.effects.keys.sorted() == ["void/\(Demo.id.text)/1"])
    }

    @Test("is asked of another carrier when the first is down, under another key")
    func carrierDown() throws {
        var run = ShippingRun()
        try run.give(BuyLabelHandler.self, Demo.buy())
        #expect(try run.carrier(of: Demo.key) == "sandbox")
        try run.answer(Demo.key, refusal: CarrierChoice.down)
        #expect(try run.carrier(of: Demo.key + "/1") == "sandbox2")
        let labelled = try run.answer(Demo.key + "/1").payloads(ParcelLabelled.self)
        #expect(labelled.first?.tracking.carrier == "sandbox2")
    }

    @Test("waits for its carrier when no other keeps the promise, and can be voided while it waits")
    func nobodyElse() throws {
        var run = ShippingRun()
        try run.give(BuyLabelHandler.self, Demo.buy(isExpress: true))
        #expect(try run.answer(Demo.key, refusal: CarrierChoice.down).isEmpty)
        #expect(run.rows.parcels[Demo.id]?.state == .labelWaiting)
        try run.fireLabelTimers()
        #expect(try run.carrier(of: Demo.key + "/1") == "sandbox")
        try run.answer(Demo.key + "/1", refusal: CarrierChoice.down)
        #expect(try run.give(VoidLabelHandler.self, Demo.void()).payloads(LabelVoided.self).count == 1)
        #expect(run.timers.isEmpty)
    }

    @Test("is refused for good when every carrier refuses, and by the first when the address is wrong")
    func refusals() throws {
        var run = ShippingRun()
        try run.give(BuyLabelHandler.self, Demo.buy())
        #expect(try run.answer(Demo.key, refusal: "not_served").isEmpty)
        let last = try run.answer(Demo.key + "/1", refusal: "not_served").payloads(LabelRefused.self)
        #expect(last.first?.reason.code == "not_served")
    }

    @Test("of a return goes the other way, speaks to returns, and is followed from the start")
    func returns() throws {
        var run = ShippingRun()
        let buy = BuyReturnLabel(
            returnID: Demo.id, order: Demo.order, from: Demo.buy().shipTo, site: "ANK", lines: Demo.parcel().lines,
            weight: 300)
        let nowhere = try run.give(BuyReturnLabelHandler.self, buy).payloads(ReturnLabelRefused.self)
        #expect(nowhere.first?.reason.code == "unknown_destination")
        run.rows.senders[Demo.order.id] = [.init(site: "ANK", address: Demo.ankara)]
        try run.give(BuyReturnLabelHandler.self, buy)
        let said = try run.answer(Demo.key)
        #expect(try said.payloads(ReturnLabelled.self).first?.label?.contains("^XA") == true)
        #expect(try said.payloads(ParcelLabelled.self).isEmpty)
        #expect(run.rows.parcels[Demo.id]?.request?.shipTo == Demo.ankara)
        let tracked = try run.answer("track/\(Demo.id.text)/1", scans: [Demo.scan(.inTransit, 10_000)])
        #expect(try tracked.payloads(ReturnTracked.self).first?.status == .inTransit)
        #expect(try tracked.payloads(ParcelTracked.self).isEmpty)
    }

    @Test("Whatever comes in whatever order: never two labels alive, and none when it is void")
    func interleavings() throws {
        var generator = SeededGenerator()
        for round in 0..<500 {
            var run = ShippingRun()
            var alive: Set<String> = []
            var epoch = 0
            for _ in 0..<Int.random(in: 3...25, using: &generator) {
                let comment = Comment(rawValue: "seed \(generator.seed), round \(round)")
                let isLate = Bool.random(using: &generator)
                do {
                    switch Int.random(in: 0..<10, using: &generator) {
                    case 0..<3:
                        if !isLate { epoch += 1 }
                        try run.give(BuyLabelHandler.self, Demo.buy(), epoch: max(0, isLate ? epoch - 1 : epoch))
                    case 3..<5:
                        try run.give(VoidLabelHandler.self, Demo.void(labelEpoch: isLate ? nil : epoch))
                    case 5: try run.fireLabelTimers()
                    default:
                        let refusals: [String?] = [nil, nil, nil, "address_invalid", "not_served", CarrierChoice.down]
                        let asked = run.effects.keys.sorted().filter { !$0.hasPrefix("track/") }
                        guard let key = asked.randomElement(using: &generator) else { continue }
                        // A carrier that does not void a label is parked: not what this is about.
                        let refusal: String? =
                            key.hasPrefix("void/") ? nil : (refusals.randomElement(using: &generator) ?? nil)
                        try run.answer(key, refusal: refusal)
                        if key.hasPrefix("void/") {
                            alive.remove(String(key.dropFirst("void/".count)))
                        } else if refusal == nil {
                            alive.insert(String(key.dropFirst("label/".count)))
                        }
                    }
                } catch let error as HandlerError where error.isRetriable {
                    continue
                }
                #expect(alive.count <= 1, comment)
                let state = run.rows.parcels[Demo.id]?.state
                if state == .void || state == .refused { #expect(alive.isEmpty, comment) }
                if state == .labelled { #expect(alive.count == 1, comment) }
            }
        }
    }
}
