import Contracts
import FoundationEssentials
import Logging
import Postgres
import Testing

@testable import Shipping

@Suite("The sandbox carrier's price")
struct SandboxRateTests {
    private func cost(_ weight: Int) async throws -> Int64 {
        let carrier = SandboxCarrier(
            behaviour: .init(latency: .zero, scanInterval: .zero), database: PostgresConfiguration(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let address = Address(line1: "Street 1", city: "Ankara", country: "TR")
        let parcel = Parcel(
            id: .v5("parcel"), fulfilmentOrderID: .v5("fulfilment"), site: "ANK", lines: [], weight: weight, length: 1,
            width: 1, height: 1)
        let request = BuyLabel(
            parcel: parcel, number: "#1", shipFrom: address, shipTo: address, value: 100,
            currency: Currency(rawValue: "TRY"),
            order: OrderSummary(
                id: .v5("order"), channel: "web", shop: "main", externalID: "1", number: "#1",
                currency: Currency(rawValue: "TRY"), total: 100, customer: Customer(), lines: []))
        return try await carrier.rate(request).cost
    }

    @Test(
        "is by the begun kilogram, up to any weight that a message can say",
        arguments: [(0, 400), (1, 500), (1000, 500), (1001, 600), (Int.max, 400 + 100 * 9_223_372_036_854_776)])
    func kilograms(weight: Int, expected: Int64) async throws {
        #expect(try await cost(weight) == expected)
    }
}
