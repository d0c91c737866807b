import Contracts
import Postgres
import WireJSON

/// How one shop is read, as ``ChannelQueries/all`` finds it.
struct ChannelState: Sendable {
    let shop: String
    let isOpen: Bool
    let isAsked: Bool
    let readTo: Timestamp?
    let answeredAt: Timestamp?
    let finishedAt: Timestamp?
    let orders: Int64
    let failures: Int
    let failure: String?
    /// Percent.
    let limits: [String: Int]
    /// Topics of webhooks that the channel had switched off or taken away when it was last asked.
    let disabledWebhooks: [String]
    let lastWebhook: Timestamp?
    /// In the last day.
    let recovered: Int
    let countedUntil: Timestamp?
    let listed: Int?
    let missing: [String]
    /// Here, changed in that time, and not listed.
    let unlisted: [String]
    /// How far claims were read; nil where the channel is not asked for them.
    let claims: Claims?
    let now: Timestamp
    /// Of reading the shop's queue, where it has one.
    let queueFailures: Int
    let queueFailure: String?

    /// How a shop's claims are read.
    struct Claims: Sendable {
        let readTo: Timestamp
        let answeredAt: Timestamp?
        let count: Int64
        let failures: Int
        let failure: String?
    }

    init(_ row: PostgresRow) throws {
        func time(_ column: Int) throws -> Timestamp? {
            try row.timestampOrNil(column).map { Timestamp(microseconds: $0) }
        }
        shop = "\(try row.string(0))/\(try row.string(1))"
        isOpen = try row.bool(2)
        isAsked = try row.bool(3)
        readTo = try time(4)
        answeredAt = try time(5)
        finishedAt = try time(6)
        orders = try row.int64OrNil(7) ?? 0
        failures = try row.intOrNil(8) ?? 0
        failure = try row.stringOrNil(9)
        limits = try row.jsonOrNil(10).map { try [String: Int].parse($0) } ?? [:]
        disabledWebhooks = try row.jsonOrNil(11).map { try [String].parse($0) } ?? []
        lastWebhook = try time(12)
        recovered = try row.int(13)
        countedUntil = try time(14)
        listed = try row.intOrNil(15)
        missing = try row.jsonOrNil(16).map { try [String].parse($0) } ?? []
        unlisted = try row.jsonOrNil(17).map { try [String].parse($0) } ?? []
        now = Timestamp(microseconds: try row.timestamp(18))
        claims = try time(19).map { readTo in
            Claims(
                readTo: readTo, answeredAt: try time(20), count: try row.int64(21), failures: try row.int(22),
                failure: try row.stringOrNil(23))
        }
        queueFailures = try row.intOrNil(24) ?? 0
        queueFailure = try row.stringOrNil(25)
    }

    var state: String {
        if !isOpen { return "closed" }
        if !isAsked { return "not asked" }
        if failures > 0 { return "failing (\(failures))" }
        if readTo == nil { return "not asked yet" }
        return finishedAt == nil ? "first round" : "read"
    }

    var lag: Duration? { isOpen && isAsked ? readTo.map { now - $0 } : nil }

    var claimLag: Duration? { isOpen && isAsked ? claims.map { now - $0.readTo } : nil }

    var limitsText: String {
        limits.filter { $0.value > 0 }.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value) %" }
            .joined(separator: ", ")
    }

    var completeness: String {
        guard let listed else { return "" }
        var words = ["\(listed - missing.count) of \(listed)"]
        if !missing.isEmpty { words.append("missing \(Self.few(missing))") }
        if !unlisted.isEmpty { words.append("not listed \(Self.few(unlisted))") }
        return words.joined(separator: ", ")
    }

    private static func few(_ ids: [String]) -> String {
        ids.prefix(3).joined(separator: " ") + (ids.count > 3 ? " …" : "")
    }

    var trouble: String {
        let webhooks = disabledWebhooks.isEmpty ? [] : ["webhooks off: \(disabledWebhooks.joined(separator: " "))"]
        let ofClaims = claims?.failure.map { "claims: \($0)" }
        let ofQueue = queueFailure.map { "queue: \($0)" }
        return ([failure, ofClaims, ofQueue].compactMap(\.self) + webhooks).joined(separator: "; ")
    }

    func ago(_ time: Timestamp?) -> String { time.map { (now - $0).short } ?? "never" }

    var json: JSONValue {
        .object([
            ("shop", .string(shop)), ("state", .string(state)), ("isOpen", .bool(isOpen)), ("isAsked", .bool(isAsked)),
            ("readTo", .time(readTo)), ("lagSeconds", lag.map { .int($0.wholeMicroseconds / 1_000_000) } ?? .null),
            ("lastPoll", .time(answeredAt)), ("lastRound", .time(finishedAt)), ("lastWebhook", .time(lastWebhook)),
            ("orders", .int(orders)), ("failures", .int(failures)), ("failure", .text(failure)),
            ("queueFailures", .int(queueFailures)), ("queueFailure", .text(queueFailure)),
            ("limits", .of(limits)), ("disabledWebhooks", .of(disabledWebhooks)), ("recoveredInADay", .int(recovered)),
            (
                "completeness",
                listed.map {
                    .object([
                        ("until", .time(countedUntil)), ("listed", .int($0)), ("here", .int($0 - missing.count)),
                        ("missing", .of(missing)), ("unlisted", .of(unlisted)),
                    ])
                } ?? .null
            ),
            (
                "claims",
                claims.map {
                    .object([
                        ("readTo", .time($0.readTo)),
                        ("lagSeconds", claimLag.map { .int($0.wholeMicroseconds / 1_000_000) } ?? .null),
                        ("lastPoll", .time($0.answeredAt)), ("claims", .int($0.count)), ("failures", .int($0.failures)),
                        ("failure", .text($0.failure)),
                    ])
                } ?? .null
            ),
        ])
    }
}
