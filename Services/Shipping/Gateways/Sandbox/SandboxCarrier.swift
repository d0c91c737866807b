import Contracts
import FoundationEssentials
import Logging
import Messaging
import Postgres
import Synchronization

/// A built-in carrier: a real other side as far as the engine can tell, with books of its own that it keeps on its own
/// connection, so that the auditor can compare them.
///
/// What a parcel's address asks for decides what happens to it (``SandboxFate``); what the table `sandbox_carrier_mode`
/// says decides how the whole carrier behaves.
package final class SandboxCarrier: CarrierGateway {
    package struct Behaviour: Sendable {
        /// How long a call takes.
        package var latency: Duration
        /// From one scan to the next; zero delivers at the first question.
        package var scanInterval: Duration

        package init(latency: Duration, scanInterval: Duration) {
            self.latency = latency
            self.scanInterval = scanInterval
        }
    }

    package let name: String
    private let behaviour: Behaviour
    private let books: SandboxBooks
    private let timedOut = Mutex<Set<String>>([])

    package init(name: String = "sandbox", behaviour: Behaviour, database: PostgresConfiguration, logger: Logger) {
        self.name = name
        self.behaviour = behaviour
        books = SandboxBooks(carrier: name, database: database, logger: logger)
    }

    package func buyLabel(_ request: BuyLabel, key: String) async throws -> BoughtLabel {
        let mode = try await answer()
        let fate = SandboxFate(of: request)
        if let refusal = fate?.refusal(by: name) { throw refusal }
        if fate == .hang { try await Self.hang() }
        let label = bought(request, key: key)
        try await books.enter("label", key: key, trackingNumber: label.tracking.trackingNumber)
        if mode == .drop || fate == .timeOut && timedOut.withLock({ $0.insert(key).inserted }) {
            throw EffectFailure(code: "timeout", message: "no answer from the carrier", isFinal: false)
        }
        return label
    }

    package func label(_ request: BuyLabel, key: String) async throws -> BoughtLabel? {
        try await answer()
        return try await books.hasLabel(key: key) ? bought(request, key: key) : nil
    }

    package func isVoid(trackingNumber: String) async throws -> Bool {
        try await answer()
        return try await books.isVoid(trackingNumber: trackingNumber)
    }

    package func voidLabel(trackingNumber: String, key: String) async throws {
        let mode = try await answer()
        try await books.enter("void", key: key, trackingNumber: trackingNumber)
        if mode == .drop {
            throw EffectFailure(code: "timeout", message: "no answer from the carrier", isFinal: false)
        }
    }

    package func track(_ request: TrackRequest) async throws -> TrackAnswer {
        try await answer()
        let journey = SandboxFate?(postcode: request.postcode).journey(isReturn: request.isReturn)
        let interval = behaviour.scanInterval
        let scans = journey.enumerated().map { step, status in
            CarrierScan(
                status: status, at: request.handedOverAt + max(.milliseconds(1), interval) * (step + 1),
                place: status == .delivered ? "front door" : nil)
        }
        guard interval > .zero else { return TrackAnswer(scans: scans, askAgainAfterSeconds: nil) }
        let now = Timestamp.wallClock
        let seen = scans.filter { $0.at <= now }
        return TrackAnswer(
            scans: seen,
            askAgainAfterSeconds: seen.count == scans.count ? nil : max(1, Int(interval.components.seconds)))
    }

    /// Takes its time, and is not there when it is told not to be.
    @discardableResult
    private func answer() async throws -> SandboxBooks.Mode {
        if behaviour.latency > .zero { try await Task.sleep(for: behaviour.latency) }
        let mode = try await books.mode()
        switch mode {
        case .up, .drop: break
        case .down: throw EffectFailure.unasked("the connection to \(name) is refused")
        case .error: throw EffectFailure(code: "http_500", message: "\(name) answers 500", isFinal: false)
        case .hang: try await Self.hang()
        }
        return mode
    }

    /// Until the caller has lost patience.
    private static func hang() async throws {
        try await Task.sleep(for: .seconds(86_400))
    }

    private func bought(_ request: BuyLabel, key: String) -> BoughtLabel {
        // Sixteen digits: of ten, a hundred thousand parcels had the first two with the same number.
        let digits = UUID.v5(key).bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) } % 10_000_000_000_000_000
        let padded = String(repeating: "0", count: 16 - String(digits).count) + String(digits)
        let number = (name == CarrierChoice.carriers[0].name ? "WB" : "WS") + padded
        return BoughtLabel(
            tracking: ParcelTracking(
                parcelID: request.parcel.id, carrier: name, service: request.isExpress ? "express" : "standard",
                trackingNumber: number, trackingURL: "https://\(name).invalid/track/\(number)"),
            cost: Self.cost(ofGrams: request.parcel.weight, isExpress: request.isExpress), currency: request.currency)
    }

    /// By the begun kilogram, without a sum that a weight near the end of the range would overflow.
    static func cost(ofGrams weight: Int, isExpress: Bool) -> Int64 {
        let (whole, rest) = max(0, weight).quotientAndRemainder(dividingBy: 1000)
        return (isExpress ? 900 : 400) + (isExpress ? 300 : 100) * Int64(whole + (rest > 0 ? 1 : 0))
    }
}
