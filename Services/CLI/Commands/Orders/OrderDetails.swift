import Contracts
import FoundationEssentials
import Postgres
import WireJSON

/// What the coordinator knows of one order.
struct OrderDetails: Sendable {
    struct Line: Sendable {
        var id: String
        var title: String
        var ordered: Int
        /// Buckets that hold anything.
        var buckets: [(name: String, units: Int)]
    }

    struct Step: Sendable {
        var name: String
        var unit: UUID
        var status: String
        var hold: String?
        var dueAt: Timestamp?
        var reason: Reason?
    }

    struct Shipment: Sendable {
        var site: String
        var tracking: ParcelTracking?
        var weight: Int?
    }

    var id: UUID
    var channel: String
    var shop: String
    var externalID: String
    var number: String
    var currency: Currency
    var total: Int64
    var placedAt: Timestamp
    var headline: String
    var phase: String
    var plan: String
    var money: (authorised: Int64, captured: Int64, voided: Int64, refunded: Int64)
    var ending: Reason?
    var lines: [Line] = []
    var steps: [Step] = []
    var shipments: [Shipment] = []

    static func load(_ id: UUID, in session: OperatorSession) async throws -> OrderDetails? {
        let saga = try await session.database(.saga)
        guard let row = try await saga.query(OrderQueries.one, id).first else { return nil }
        var details = OrderDetails(
            id: id, channel: try row.string(0), shop: try row.string(1), externalID: try row.string(2),
            number: try row.string(3), currency: Currency(rawValue: try row.string(4)), total: try row.int64(5),
            placedAt: Timestamp(microseconds: try row.timestamp(6)), headline: try row.string(7),
            phase: try row.string(8), plan: try row.string(9),
            money: (try row.int64(10), try row.int64(11), try row.int64(12), try row.int64(13)),
            ending: try row.stringOrNil(15).flatMap { text in
                try Self.read("the ending of order \(id.text)", text) { root throws(JSONError) in
                    try root.decodeIfPresent("reason")
                }
            })
        let titles = try await Self.titles(of: id, saga)
        details.lines = try await saga.query(OrderQueries.lines, id).map { row in
            let buckets = try OrderQueries.buckets.enumerated().map { ($1, try row.int($0 + 2)) }
            let lineID = try row.string(0)
            return Line(
                id: lineID, title: titles[lineID] ?? "", ordered: try row.int(1), buckets: buckets.filter { $0.1 > 0 })
        }
        details.steps = try await saga.query(OrderQueries.steps, id).map { row in
            Step(
                name: try row.string(0), unit: try row.uuid(1), status: try row.string(2), hold: try row.stringOrNil(6),
                dueAt: try row.timestampOrNil(5).map { Timestamp(microseconds: $0) },
                reason: try row.stringOrNil(7).map { text in
                    try Self.read("the reason of a step of order \(id.text)", text, Reason.init(from:))
                })
        }
        details.shipments = try await saga.query(OrderQueries.parcels, id).map { row in
            Shipment(
                site: try row.string(0),
                tracking: try row.stringOrNil(2).map { text in
                    try Self.read("the tracking of order \(id.text)", text, ParcelTracking.init(from:))
                },
                weight: try row.stringOrNil(3).map { text in
                    try Self.read("a parcel of order \(id.text)", text, Parcel.init(from:)).weight
                })
        }
        return details
    }

    private static func titles(of id: UUID, _ saga: PostgresConnection) async throws -> [String: String] {
        guard let text = try await saga.query(OrderQueries.document, id).first?.string(0) else { return [:] }
        let order = try read("the document of order \(id.text)", text, Order.init(from:))
        return Dictionary(order.lines.map { ($0.id, "\($0.sku)\($0.title.map { "  \($0)" } ?? "")") }) { first, _ in
            first
        }
    }

    /// - Throws: ``OperatorError`` that names the place which another version, or a hand, has written.
    private static func read<Value>(
        _ place: String, _ text: String, _ decode: (JSONNode) throws(JSONError) -> Value
    ) throws -> Value {
        do {
            return try decode(JSONDocument(parsing: Array(text.utf8), limits: .message).root)
        } catch {
            throw OperatorError("\(place) cannot be read: \(error)")
        }
    }
}
