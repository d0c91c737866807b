import Contracts
import FoundationEssentials
import Messaging
import Testing

@testable import Warehouse

@Suite("The manual floor")
struct FloorTests {
    private static let command = CommandReference(id: .v5("command"), orderID: .v5("order"))

    private static func order(_ quantities: [Int]) -> FulfilmentOrder {
        let lines = quantities.enumerated().map { index, quantity in
            AllocatedLine(
                lineID: "\(index)", sku: "SKU-\(index)", quantity: quantity, bin: "A-0\(index)", barcode: "869\(index)",
                weight: 100, length: 10, width: 10, height: 10)
        }
        let allocation = Allocation(
            site: "ANK", floor: .manual, shipFrom: Address(line1: "Depo 1", city: "Ankara", country: "TR"),
            lines: lines.reversed())
        return FulfilmentOrder(
            FulfilOrder(
                fulfilmentOrderID: .v5("fulfilment"), reservationID: .v5("reservation"), number: "#1",
                allocation: allocation), for: command)
    }

    @Test("lists a task in the order of the bins")
    func binOrder() {
        #expect(Floor.task(Self.order([1, 2, 3])).lines.map(\.bin) == ["A-00", "A-01", "A-02"])
    }

    @Test("counts a pick only with the right bin, barcode and quantity, and changes nothing otherwise")
    func wrongPicks() throws {
        var order = Self.order([2])
        let before = order
        let wrong: [(bin: String?, barcode: String, quantity: Int, code: String)] = [
            (nil, "8690", 1, "bin_missing"), ("B-00", "8690", 1, "wrong_bin"), ("A-00", "8691", 1, "wrong_barcode"),
            ("A-00", "8690", 3, "too_many"), ("A-00", "8690", 0, "wrong_quantity"),
        ]
        for scan in wrong {
            let refusal = #expect(throws: Refusal.self) {
                try Floor.pick(&order, bin: scan.bin, barcode: scan.barcode, quantity: scan.quantity)
            }
            #expect(refusal?.code == scan.code)
            #expect(order == before)
        }
    }

    @Test("goes from released over picking to picked, and packs only what was picked")
    func pickThenPack() throws {
        var order = Self.order([2, 1])
        #expect(throws: Refusal.self) { try Floor.pack(&order, barcode: "8690", quantity: 1) }
        let first = try Floor.pick(&order, bin: "A-00", barcode: "8690", quantity: 1)
        #expect(first == .started)
        #expect(order.state == .picking)
        let second = try Floor.pick(&order, bin: "A-00", barcode: "8690", quantity: 1)
        #expect(second == Floor.Progress.none)
        let third = try Floor.pick(&order, bin: "A-01", barcode: "8691", quantity: 1)
        #expect(third == .picked)
        #expect(order.state == .picked)
        try Floor.pack(&order, barcode: "8690", quantity: 2)
        #expect(!order.isPacked)
        #expect(throws: Refusal.self) { try Floor.pack(&order, barcode: "8690", quantity: 1) }
        try Floor.pack(&order, barcode: "8691", quantity: 1)
        #expect(order.isPacked)
    }

    @Test("packs one parcel with everything in it, the same one again when it is packed again")
    func parcel() {
        let order = Self.order([2, 1])
        let measures = Packing.estimate(order.lines)
        #expect(measures == .init(weight: 350, length: 10, width: 10, height: 30))
        let parcel = Packing.parcel(of: order, measures: measures)
        #expect(parcel == Packing.parcel(of: order, measures: measures))
        #expect(parcel.lines.map(\.quantity) == [2, 1])
    }
}
