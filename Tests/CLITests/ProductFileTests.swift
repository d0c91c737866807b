import CSV
import Contracts
import Testing

@testable import WaybillCLI

@Suite("Product files")
struct ProductFileTests {
    private func read(_ text: String) throws -> [ProductFacts] {
        try ProductFile.read(csv: ByteSource(bytes: Array(text.utf8)))
    }

    @Test("an empty cell says nothing, and a price is in minor units of its currency")
    func cells() throws {
        let products = try read(
            "sku,title,fragile,hs_code,origin,price,currency\nTEA,,yes,090240,tr,12.95,eur\nPOT,Pot,,,,,EUR\n")
        let euro = Currency(rawValue: "EUR")
        #expect(
            products == [
                ProductFacts(
                    sku: "TEA", isFragile: true, hsCode: "090240", origin: "TR", price: 1295, currency: euro),
                ProductFacts(sku: "POT", title: "Pot"),
            ])
    }

    @Test(
        "what cannot be read is refused with line and column",
        arguments: [
            ("sku,price\nTEA,5\n", "currency"), ("sku,price,currency\nTEA,x,EUR\n", "price"),
            ("sku,weight\nTEA,1.5\n", "weight"), ("sku,fragile\nTEA,maybe\n", "fragile"), ("sku,title\n,Tea\n", "sku"),
        ])
    func refusals(text: String, place: String) {
        let error = #expect(throws: RowError.self) { try read(text) }
        #expect(error?.line == 2 && error?.place == place)
    }

    @Test("parts of a feed add up, and a reason names its place in the whole")
    func sum() {
        var sum = ProductsFed(added: 1, isPreview: true)
        let reason = Reason(code: "out_of_range", path: "$.products[3].weight", message: "no")
        sum.add(ProductsFed(added: 2, changed: 1, unchanged: 4, reasons: [reason]), from: 250)
        #expect(sum.added == 3 && sum.changed == 1 && sum.unchanged == 4 && sum.isPreview)
        #expect(sum.reasons[0].path == "$.products[253].weight")
    }
}
