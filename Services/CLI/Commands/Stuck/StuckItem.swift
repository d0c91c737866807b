import Contracts
import FoundationEssentials
import Postgres
import WireJSON

/// Something that waits for a person, and what that person types.
struct StuckItem: Sendable {
    /// Such as `hold`, `message` or `return`.
    var kind: String
    var since: Timestamp?
    /// The order's number, or whatever else it is about.
    var about: String
    var orderID: UUID?
    var reason: String
    /// Behind `waybill`.
    var next: String

    static func all(limit: Int, days: Int, in session: OperatorSession) async throws -> [StuckItem] {
        var items = try await holds(limit: limit, in: session)
        items += try await parked(limit: limit, in: session)
        items += try await ofOrders(limit: limit, days: days, in: session)
        items += try await ofGoods(limit: limit, in: session)
        items += try await ofNews(limit: limit, days: days, in: session)
        return items.sorted { $0.since ?? Timestamp(seconds: 0) > $1.since ?? Timestamp(seconds: 0) }
    }

    static func holds(limit: Int, in session: OperatorSession) async throws -> [StuckItem] {
        try await session.database(.saga).query(StuckQueries.holds, limit).map { row in
            let (orderID, number) = (try row.uuid(1), try row.string(2))
            let hold = HoldReason(rawValue: try row.string(5))
            let step = try row.string(3)
            let reason = try row.stringOrNil(6).flatMap { try? Reason.parse(Array($0.utf8)) }
            return StuckItem(
                kind: "hold", since: Timestamp(microseconds: try row.timestamp(0)), about: number, orderID: orderID,
                reason: "\(hold.rawValue) in \(step)\(reason.map { ": \($0.message)" } ?? "")",
                next: HoldAdvice.next(hold, order: orderID.text, step: step, unit: try row.uuid(4).text))
        }
    }

    private static func parked(limit: Int, in session: OperatorSession) async throws -> [StuckItem] {
        try await ParkedItem.all(of: ServiceName.allCases, limit: limit, in: session).map { item in
            let id = item.id?.text ?? ""
            return StuckItem(
                kind: item.kind, since: item.since, about: id, orderID: item.orderID,
                reason: "\(item.service.executable) \(OrderTimeline.short(item.type)): \(item.reason)",
                next: item.id == nil
                    ? "topology check; then parked retry --service \(item.service.executable) --all"
                    : "parked show \(id); then parked retry \(id), or parked discard \(id) --reason WHY")
        }
    }

    private static func ofOrders(limit: Int, days: Int, in session: OperatorSession) async throws -> [StuckItem] {
        let early = try await session.database(.saga).query(StuckQueries.unborn, limit).map { row in
            StuckItem(
                kind: "early", since: Timestamp(microseconds: try row.timestamp(0)), about: try row.uuid(1).text,
                orderID: try row.uuid(1),
                reason: "said of an order that has not come: \(try row.stringOrNil(2) ?? "")",
                next: "ask the shop to send the order; without it nothing is to be done")
        }
        let recorded = try await session.database(.intake).query(StuckQueries.recorded, limit, days).map { row in
            StuckItem(
                kind: "recorded", since: Timestamp(microseconds: try row.timestamp(0)), about: try row.string(2),
                orderID: try row.uuid(1), reason: "kept and not carried out: \(try row.string(3))",
                next: "see to it in the storefront, which sends it anew when it changes")
        }
        return early + recorded
    }

    private static func ofGoods(limit: Int, in session: OperatorSession) async throws -> [StuckItem] {
        let returns = try await session.database(.returns).query(StuckQueries.returns, limit).map { row in
            let (id, state) = (try row.uuid(3).text, try row.string(4))
            let code = try row.stringOrNil(5)
            return StuckItem(
                kind: "return", since: Timestamp(microseconds: try row.timestamp(0)), about: try row.string(2),
                orderID: try row.uuid(1), reason: "\(state)\(try row.stringOrNil(6).map { ": \($0)" } ?? "")",
                next: next(ofReturn: id, in: state, code))
        }
        let labels = try await session.database(.shipping).query(StuckQueries.labels, limit).map { row in
            StuckItem(
                kind: "label", since: Timestamp(microseconds: try row.timestamp(0)), about: try row.uuid(2).text,
                orderID: try row.uuid(1), reason: "no carrier can be reached; asked again by itself",
                next: "nothing, or step skip \(try row.uuid(1).text) label --reason WHY for one bought by hand")
        }
        let set = try await session.database(.inventory).query(StuckQueries.quarantined, limit).map { row in
            let (site, sku, units) = (try row.string(0), try row.string(1), try row.int(2))
            return StuckItem(
                kind: "quarantine", since: nil, about: "\(sku) at \(site)", orderID: nil,
                reason: "\(units) units are set aside",
                next: "stock quarantine release \(site) \(sku) QUANTITY, or stock quarantine write-off ...")
        }
        return returns + labels + set
    }

    private static func next(ofReturn id: String, in state: String, _ code: String?) -> String {
        switch (state, code) {
        case ("requested", _): "return approve \(id), or return decline \(id) --reason WHY"
        case ("in_transit", _):
            "return receive \(id) --site SITE --line L=N when it came; return cancel \(id) when it was never sent"
        case ("received", _), ("received_part", _), ("inspecting", _):
            "return inspect \(id) --line L=N --disposition restock|quarantine|write_off|send_back"
        case ("inspected", _): "return settle \(id) --as refund|store_credit"
        default: "return show \(id)"
        }
    }

    private static func ofNews(limit: Int, days: Int, in session: OperatorSession) async throws -> [StuckItem] {
        let database = try await session.database(.notifications)
        let webhooks = try await database.query(StuckQueries.webhooks, limit).map { row in
            StuckItem(
                kind: "webhook", since: Timestamp(microseconds: try row.timestamp(0)), about: try row.string(2),
                orderID: nil, reason: "\(try row.int(3)) given up: \(try row.stringOrNil(4) ?? "")",
                next: "webhook replay --endpoint \(try row.uuid(1).text), when it answers again")
        }
        let mails = try await database.query(StuckQueries.mails, limit, days).map { row in
            StuckItem(
                kind: "mail", since: Timestamp(microseconds: try row.timestamp(0)), about: try row.string(2),
                orderID: try row.uuid(1), reason: "not sent: \(try row.string(3)) \(try row.string(4))",
                next: "tell the customer in another way: show \(try row.uuid(1).text)")
        }
        return webhooks + mails
    }

    var json: JSONValue {
        .object([
            ("kind", .string(kind)), ("since", .time(since)), ("about", .string(about)),
            ("orderId", .text(orderID?.text)), ("reason", .string(reason)), ("next", .string("waybill \(next)")),
        ])
    }
}
