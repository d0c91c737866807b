import Contracts
import Messaging
import Synchronization
import Testing

@testable import Shipping

@Suite("A carrier that does not answer")
struct CircuitTests {
    private let start = ContinuousClock.now

    @Test("is left alone after so many failures in a row, and then asked once")
    func opens() {
        var circuit = Circuit(threshold: 3, pause: .seconds(10))
        for _ in 0..<2 { circuit.failed(at: start) }
        circuit.succeeded()
        for _ in 0..<2 { circuit.failed(at: start) }
        #expect(circuit.admits(at: start) == true)
        circuit.failed(at: start)
        #expect(circuit.admits(at: start + .seconds(9)) == false)
        #expect(circuit.admits(at: start + .seconds(10)) == true)
        #expect(circuit.admits(at: start + .seconds(10)) == false, "only one call finds out")
        circuit.failed(at: start + .seconds(11))
        #expect(circuit.admits(at: start + .seconds(20)) == false)
        #expect(circuit.admits(at: start + .seconds(21)) == true)
        circuit.succeeded()
        for _ in 0..<2 { #expect(circuit.admits(at: start + .seconds(21)) == true) }
    }

    @Test("A probe that never comes back is given up")
    func lostProbe() {
        var circuit = Circuit(threshold: 1, pause: .seconds(10))
        circuit.failed(at: start)
        #expect(circuit.admits(at: start + .seconds(10)) == true)
        #expect(circuit.admits(at: start + .seconds(20)) == true)
    }

    @Test("An answer that does not come is a time-out, and an open circuit asks nobody")
    func timeOut() async throws {
        let carrier = SilentCarrier()
        let account = CarrierAccount(
            carrier, limits: .init(patience: .milliseconds(500), failures: 2, pause: .seconds(3600)))
        for _ in 0..<2 {
            let failure = await #expect(throws: EffectFailure.self) {
                try await account.call { try await $0.isVoid(trackingNumber: "1") }
            }
            #expect(failure?.code == "timeout" && failure?.isFinal == false)
        }
        let failure = await #expect(throws: EffectFailure.self) {
            try await account.call { try await $0.isVoid(trackingNumber: "1") }
        }
        #expect(failure?.code == CarrierChoice.down)
        #expect(carrier.asked.withLock { $0 } == 2)
    }

    @Test("What the promise needs decides who else is asked")
    func choice() {
        #expect(CarrierChoice.first(for: Demo.buy()) == "sandbox")
        #expect(CarrierChoice.next(after: "sandbox", for: Demo.buy()) == "sandbox2")
        #expect(CarrierChoice.next(after: "sandbox2", for: Demo.buy()) == nil)
        #expect(CarrierChoice.next(after: "sandbox", for: Demo.buy(isExpress: true)) == nil)
        var cash = Demo.buy()
        cash.cashOnDelivery = 100
        #expect(CarrierChoice.next(after: "sandbox", for: cash) == nil)
    }
}

/// Never answers.
private final class SilentCarrier: CarrierGateway {
    let name = "silent"
    let asked = Mutex(0)

    func isVoid(trackingNumber: String) async throws -> Bool {
        asked.withLock { $0 += 1 }
        try await Task.sleep(for: .seconds(3600))
        return false
    }

    func buyLabel(_ request: BuyLabel, key: String) async throws -> BoughtLabel { throw CancellationError() }
    func label(_ request: BuyLabel, key: String) async throws -> BoughtLabel? { nil }
    func voidLabel(trackingNumber: String, key: String) async throws {}
    func track(_ request: TrackRequest) async throws -> TrackAnswer {
        TrackAnswer(scans: [], askAgainAfterSeconds: nil)
    }
}
