import Contracts
import FoundationEssentials
public import Messaging
public import Postgres

/// The rows of returns. Locks: orders, then their lines, then returns, each in the order of its key.
public struct ReturnsStore: ServiceStore {
    public struct Keys: Sendable {
        /// Orders of which the row is enough.
        package var orders: Set<UUID> = []
        /// Parcels whose lines are needed.
        package var parcels: Set<UUID> = []
        /// Orders with all their lines.
        package var wholeOrders: Set<UUID> = []
        /// Returns, with their whole orders.
        package var returns: Set<UUID> = []
        /// Refunds whose returns are needed, if it was a return that asked for them.
        package var refunds: Set<UUID> = []

        var needsReturns: Bool { !wholeOrders.isEmpty || !returns.isEmpty || !refunds.isEmpty }
    }

    public struct Rows: Sendable {
        package var policies: [ReturnPolicy] = []
        package var secrets: [LinkSecret] = []
        package var pages = ReturnPages()
        package var orders = Table<UUID, DeliveredOrder>()
        package var lines = Table<ReturnableLine.Key, ReturnableLine>()
        package var settled = Table<SettledLine.Key, SettledLine>()
        package var returns = Table<UUID, RMA>()
        /// Entries of the ledger of store credit, to be added.
        package var credits: [StoreCredit] = []

        package init() {}

        package func lines(of orderID: UUID) -> [ReturnableLine] { lines.rows.filter { $0.orderID == orderID } }

        package func settled(of orderID: UUID) -> [String: SettledLine] {
            var lines: [String: SettledLine] = [:]
            for line in settled.rows where line.key.orderID == orderID { lines[line.key.lineID] = line }
            return lines
        }

        package func rma(settledBy refundID: UUID) -> RMA? {
            returns.rows.first { $0.settlements.contains { $0.id == refundID } }
        }
    }

    let pages: ReturnPages

    package init(pages: ReturnPages = ReturnPages()) {
        self.pages = pages
    }

    public static func noKeys() -> Keys { Keys() }

    public func load(_ keys: Keys, in transaction: inout Transaction) throws -> Rows {
        var rows = Rows()
        rows.pages = pages
        guard !keys.orders.isEmpty || !keys.parcels.isEmpty || keys.needsReturns else { return rows }
        let policies = try ReturnPolicyTable.select(in: &transaction)
        let categories = try ReturnPolicyTable.selectCategories(in: &transaction)
        let orders = try DeliveredOrderTable.select(keys, in: &transaction)
        let lines = try ReturnableLineTable.select(keys, in: &transaction)
        let more = keys.needsReturns ? try MoreTickets(keys, in: &transaction) : nil
        rows.policies = try ReturnPolicyTable.read(policies, categories, in: &transaction)
        rows.orders = try DeliveredOrderTable.read(orders, in: &transaction)
        rows.lines = try ReturnableLineTable.read(lines, in: &transaction)
        if let more {
            rows.settled = try SettledLineTable.read(more.settled, in: &transaction)
            rows.returns = try RMATable.read(more.returns, in: &transaction)
            rows.secrets = try LinkSecretTable.read(more.secrets, in: &transaction)
        }
        return rows
    }

    private struct MoreTickets {
        let settled: Ticket
        let returns: RMATable.Tickets
        let secrets: Ticket

        init(_ keys: Keys, in transaction: inout Transaction) throws {
            settled = try SettledLineTable.select(keys, in: &transaction)
            returns = try RMATable.select(keys, in: &transaction)
            secrets = try LinkSecretTable.select(in: &transaction)
        }
    }

    public func save(_ rows: Rows, in transaction: inout Transaction) throws {
        try DeliveredOrderTable.write(rows.orders, in: &transaction)
        try ReturnableLineTable.write(rows.lines, in: &transaction)
        try SettledLineTable.write(rows.settled, in: &transaction)
        try RMATable.write(rows.returns, in: &transaction)
        try StoreCreditTable.write(rows.credits, in: &transaction)
    }
}
