import Testing

@testable import Shipping

@Suite("The sandbox carrier's price")
struct SandboxRateTests {
    @Test(
        "is by the begun kilogram, up to any weight that a message can say",
        arguments: [(0, 400), (1, 500), (1000, 500), (1001, 600), (Int.max, 400 + 100 * 9_223_372_036_854_776)])
    func kilograms(weight: Int, expected: Int64) {
        #expect(SandboxCarrier.cost(ofGrams: weight, isExpress: false) == expected)
    }

    @Test("does not overflow for an express parcel either")
    func express() {
        #expect(SandboxCarrier.cost(ofGrams: Int.max, isExpress: true) == 900 + 300 * 9_223_372_036_854_776)
    }
}
