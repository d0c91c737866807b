import ChannelStandIns
import Contracts
import OrderIntake
import TestSupport
import Testing
import WireJSON

@Suite("An invoice, as Waybill tells Trendyol's stand-in")
struct InvoiceTests {
    private let clock = HandClock()
    private static let link = "https://invoices.example.com/42.pdf"

    @Test("is told after Picking and before the parcel, once, with its link; whichever push comes first")
    func told() async throws {
        for isInvoiceFirst in [true, false] {
            let standIn = await clock.standIn(TrendyolDialect())
            let id = await standIn.place([("SKU-1", 3)])
            let order = try #require(await standIn.world[id])
            let invoice = ChannelPush.invoice(.init(order: order.number, number: "WAY2026000000042", link: Self.link))
            let parcel = ChannelPush.fulfilment(
                .init(
                    order: order.number, parcel: "p", lines: [.init(lineID: order.lines[0].id, quantity: 3)],
                    carrier: "sandbox", trackingNumber: "T1", shippedAt: .init(seconds: 1_770_000_000), isLast: true,
                    invoiceNumber: "WAY2026000000042"))
            try await StandInTransport(standIn: standIn).connected { link, adapter in
                for push in isInvoiceFirst ? [invoice, parcel] : [parcel, invoice] {
                    #expect(try await isDone(adapter.push(push, isRepeat: false, over: link)))
                }
                for push in [invoice, parcel] {
                    let again = try await adapter.push(push, isRepeat: true, over: link)
                    guard case .found = again else { Issue.record("\(push.kind) again: \(again)"); continue }
                }
            }
            let told = try #require(await standIn.world[id])
            #expect(told.invoice == "WAY2026000000042" && told.isShipped)
            #expect(told.packages.map(\.history) == [[.picking, .invoiced]])
            #expect(told.packages.map(\.invoiceLink) == [Self.link])
            #expect(await standIn.world.pushes.doubled.isEmpty)
        }
    }

    @Test("is for all packages of the order; the second one's link, and a second number, Trendyol does not take")
    func split() async throws {
        let standIn = await clock.standIn(TrendyolDialect())
        let id = await standIn.place([("SKU-1", 3)])
        let order = try #require(await standIn.world[id])
        _ = await standIn.call(
            "POST", "/order/sellers/107703/shipment-packages/\(order.packages[0].id)/split-packages",
            #"{"splitPackages": [{"packageDetails": [{"orderLineId": \#(order.lines[0].id), "quantities": 1}]}]}"#)
        try await StandInTransport(standIn: standIn).connected { link, adapter in
            let plain = ChannelPush.invoice(.init(order: order.number, number: "A"))
            let told = try await adapter.push(plain, isRepeat: false, over: link)
            #expect(isDone(told))
            let states = await standIn.world[id]?.packages.map(\.state)
            #expect(states == [.unpacked, .invoiced, .invoiced])
            for refused in [
                ChannelPush.invoice(.init(order: order.number, number: "A", link: Self.link)),
                .invoice(.init(order: order.number, number: "B", isCorrection: true)),
            ] {
                await #expect { _ = try await adapter.push(refused, isRepeat: false, over: link) } throws: {
                    ($0 as? ChannelFailure)?.isFinal == true
                }
            }
        }
        #expect(await standIn.world[id]?.invoice == "A")
        #expect(try #require(await standIn.world[id]).packages.compactMap(\.invoiceLink) == [Self.link])
    }

    private func isDone(_ outcome: PushOutcome) -> Bool {
        if case .done = outcome { true } else { false }
    }
}
