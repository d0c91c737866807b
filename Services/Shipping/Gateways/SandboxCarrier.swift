import Contracts
import FoundationEssentials
import Logging
import Messaging
import Postgres
import Synchronization

/// The built-in carrier: a real other side as far as the engine can tell, with books of its own that it keeps on its own
/// connection, so that the auditor can compare them.
///
/// What a parcel's address asks for decides what happens: a postcode `REFUSED` is refused for good, `TIMEOUT` gets its
/// label but no answer at the first call, anything else is accepted.
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

    package let name = "sandbox"
    private let behaviour: Behaviour
    private let books: PostgresConnection
    private let timedOut = Mutex<Set<String>>([])

    package init(behaviour: Behaviour, database: PostgresConfiguration, logger: Logger) {
        self.behaviour = behaviour
        var configuration = database
        configuration.applicationName = "waybill sandbox carrier"
        books = PostgresConnection(configuration: configuration, logger: logger)
    }

    package func rate(_ request: BuyLabel) async throws -> CarrierRate {
        let perKilogram: Int64 = request.isExpress ? 300 : 100
        let base: Int64 = request.isExpress ? 900 : 400
        // Begun kilograms, without a sum that a weight near the end of the range would overflow.
        let (whole, rest) = max(0, request.parcel.weight).quotientAndRemainder(dividingBy: 1000)
        return CarrierRate(
            service: request.isExpress ? "express" : "standard",
            cost: base + perKilogram * Int64(whole + (rest > 0 ? 1 : 0)), currency: request.currency)
    }

    package func buyLabel(_ request: BuyLabel, key: String) async throws -> BoughtLabel {
        try await pause()
        if request.shipTo.postcode == "REFUSED" {
            throw EffectFailure(
                code: "address_refused", message: "the carrier does not know the address", isFinal: true)
        }
        let label = try await bought(request, key: key)
        try await record("label", key: key, trackingNumber: label.tracking.trackingNumber)
        if request.shipTo.postcode == "TIMEOUT", timedOut.withLock({ $0.insert(key).inserted }) {
            throw EffectFailure(code: "timeout", message: "no answer from the carrier", isFinal: false)
        }
        return label
    }

    package func label(key: String) async throws -> BoughtLabel? {
        try await pause()
        try await connectIfNeeded()
        guard let row = try await books.query(Self.find, key).first else { return nil }
        return BoughtLabel(
            tracking: tracking(number: try row.string(0), parcelID: .zero, service: "standard"), cost: 0,
            currency: Currency(rawValue: "XXX"))
    }

    package func voidLabel(trackingNumber: String, key: String) async throws {
        try await pause()
        try await record("void", key: key, trackingNumber: trackingNumber)
    }

    package func track(_ request: TrackRequest) async throws -> TrackAnswer {
        try await pause()
        let journey: [TrackingStatus] = [.preTransit, .inTransit, .outForDelivery, .delivered]
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

    private func bought(_ request: BuyLabel, key: String) async throws -> BoughtLabel {
        let rate = try await rate(request)
        let digits = UUID.v5(key).bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) } % 10_000_000_000
        let padded = String(repeating: "0", count: 10 - String(digits).count) + String(digits)
        return BoughtLabel(
            tracking: tracking(number: "WB\(padded)", parcelID: request.parcel.id, service: rate.service),
            cost: rate.cost, currency: rate.currency)
    }

    private func tracking(number: String, parcelID: UUID, service: String) -> ParcelTracking {
        ParcelTracking(
            parcelID: parcelID, carrier: name, service: service, trackingNumber: number,
            trackingURL: "https://sandbox.invalid/track/\(number)")
    }

    private func pause() async throws {
        if behaviour.latency > .zero { try await Task.sleep(for: behaviour.latency) }
    }

    private func record(_ operation: String, key: String, trackingNumber: String) async throws {
        try await connectIfNeeded()
        _ = try await books.query(Self.enter, key, operation, trackingNumber)
    }

    private func connectIfNeeded() async throws {
        if await !books.isConnected { try await books.connect() }
    }

    private static let enter = Statement(
        "sandbox_carrier_enter",
        """
        INSERT INTO sandbox_carrier_ledger (key, operation, tracking_number) VALUES ($1::text, $2::text, $3::text)
        ON CONFLICT (key) DO UPDATE SET asked = sandbox_carrier_ledger.asked + 1
        """)

    private static let find = Statement(
        "sandbox_carrier_find", "SELECT tracking_number FROM sandbox_carrier_ledger WHERE key = $1::text")
}
