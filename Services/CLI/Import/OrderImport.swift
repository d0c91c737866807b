import AMQP
import CSV
import Contracts
import FoundationEssentials
import Messaging
import Postgres
import WireJSON

/// Sends the orders of a file and collects the answers, a window of them at a time.
struct OrderImport {
    /// Orders on their way: the answers of one window are awaited before the next is sent, so memory stays small.
    static let window = 500

    let shop: Storefront
    let session: OperatorSession
    private(set) var report = ImportReport()
    private var bar: ProgressBar

    init(shop: Storefront, session: OperatorSession) {
        self.shop = shop
        self.session = session
        bar = ProgressBar("import")
    }

    /// - Throws: ``RowError`` when the rest of the file cannot be read; what stands before it has been sent.
    mutating func run(_ file: inout some OrderFile) async throws -> ImportReport {
        var batch: [ImportedOrder] = []
        do {
            while let result = try file.next() {
                switch result {
                case .success(let order): batch.append(order)
                case .failure(let errors): report.add(refusal: errors.all)
                }
                if batch.count == Self.window {
                    try await send(batch)
                    batch = []
                }
            }
        } catch let error as RowError {
            report.add(refusal: [error])
            report.isCutShort = true
        }
        try await send(batch)
        bar.end()
        return report
    }

    private mutating func send(_ orders: [ImportedOrder]) async throws {
        guard !orders.isEmpty else { return }
        let now = Timestamp.wallClock
        var open: [UUID: ImportedOrder] = [:]
        let messages = orders.map { order in
            let envelope = order.envelope(from: shop, now: now)
            open[envelope.id] = order
            return envelope.outbound(
                exchange: Topology.commands,
                routingKey: Topology.routingKey(ofCommand: SubmitOrder.type, orderID: .zero))
        }
        try await session.broker().publishAndConfirm(messages)
        let database = try await session.database(.intake)
        let deadline = ContinuousClock.now + .seconds(120)
        while !open.isEmpty {
            try await collect(&open, database)
            bar.show(report.total, of: nil, detail: "orders answered, \(report.refused.count) refused")
            if open.isEmpty { break }
            guard ContinuousClock.now < deadline else {
                throw OperatorError(
                    "\(open.count) orders were sent and not answered within two minutes; none is lost",
                    advice: "When order-intake runs again (waybill status), run this once more: a re-run is a no-op.")
            }
            try await Task.sleep(for: .milliseconds(25))
        }
    }

    private mutating func collect(_ open: inout [UUID: ImportedOrder], _ database: PostgresConnection) async throws {
        let ids = Array(open.keys)
        for row in try await database.query(ReplyQueries.toCommands, ids) {
            guard let order = open.removeValue(forKey: try row.uuid(0)) else { continue }
            let message = try ReceivedMessage(parsing: try row.bytes(1))
            if message.type == SubmissionAccepted.type {
                report.add(accepted: try message.payload(SubmissionAccepted.self).outcome)
            } else {
                let rejected: SubmissionRejected = try message.payload()
                report.add(
                    refusal: rejected.reasons.map { reason in
                        RowError(
                            line: order.line(of: reason.path), place: reason.path, code: reason.code, reason.message)
                    })
            }
        }
        for row in try await database.query(InboxQueries.fates, UUID.zero, Array(open.keys)) {
            guard let order = open.removeValue(forKey: try row.uuid(0)) else { continue }
            let reason = try row.stringOrNil(2) ?? "parked"
            report.add(refusal: [RowError(line: order.line, code: "parked", "order-intake parked it: \(reason)")])
        }
    }
}
