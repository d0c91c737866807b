import Contracts
import Messaging
import Postgres
import WireJSON

/// What the rules need, on its way from the database. Nothing of it is locked: a count that misses an order committed a
/// moment ago is as good as one taken a moment earlier.
struct RiskTickets {
    private var rules: Ticket?
    private var listings: Ticket?
    private var byEmail: Ticket?
    private var byAddress: Ticket?

    init(_ keys: PaymentKeys, in transaction: inout Transaction) throws {
        guard !keys.isEmpty else { return }
        rules = try transaction.send(FraudSQL.activeRules)
        if !keys.listed.isEmpty { listings = try transaction.send(FraudSQL.listings, keys.listed.map(\.digest)) }
        let emails = Self.latest(keys.probes, .email)
        if !emails.isEmpty {
            byEmail = try transaction.send(FraudSQL.earlierByEmail, emails.map(\.digest), emails.map(\.at))
        }
        let addresses = Self.latest(keys.probes, .address)
        if !addresses.isEmpty {
            byAddress = try transaction.send(FraudSQL.earlierByAddress, addresses.map(\.digest), addresses.map(\.at))
        }
    }

    func read(into payments: inout PaymentRows, from transaction: inout Transaction) throws {
        if let rules, let row = try transaction.read(rules).first {
            let json = try JSONDocument(parsing: try row.json(1)).root
            payments.rules = try FraudRuleSet(version: try row.int(0), json: json)
        }
        if let listings {
            for row in try transaction.read(listings) {
                let listing = FraudInputs.Listing(
                    kind: try row.known(0), effect: try row.known(2), reason: try row.string(3))
                payments.listings[FraudSubject(kind: listing.kind, digest: try row.bytes(1))] = listing
            }
        }
        for (ticket, kind) in [(byEmail, FraudSubject.Kind.email), (byAddress, .address)] {
            guard let ticket else { continue }
            for row in try transaction.read(ticket) {
                payments.earlier[FraudSubject(kind: kind, digest: try row.bytes(0)), default: []]
                    .append(Timestamp(microseconds: try row.timestamp(1)))
            }
        }
    }

    /// One probe per buyer, at the latest of its moments: the rule itself looks at each order's own window.
    private static func latest(
        _ probes: Set<PaymentKeys.Probe>, _ kind: FraudSubject.Kind
    ) -> [(digest: [UInt8], at: PostgresTimestamp)] {
        var latest: [FraudSubject: Timestamp] = [:]
        for probe in probes where probe.subject.kind == kind {
            latest[probe.subject] = max(latest[probe.subject] ?? probe.placedAt, probe.placedAt)
        }
        return latest.map { ($0.key.digest, PostgresTimestamp(microseconds: $0.value.microseconds)) }
    }
}
