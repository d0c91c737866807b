import Contracts
import FoundationEssentials
import Messaging
import Postgres

/// The warehouse's rows. Locks: fulfilment orders in the order of their ids, then tasks that nobody else has locked.
public struct WarehouseStore: ServiceStore {
    public struct Keys: Sendable {
        package var orders: Set<UUID> = []
        /// Orders of which all fulfilment orders are wanted.
        package var ofOrders: Set<UUID> = []
        package var scans: Set<String> = []
        package var requests: [TaskRequest] = []
        package var sites: Set<String> = []
        /// Sites of which what nobody has begun is wanted.
        package var closingSites: Set<String> = []
    }

    /// A worker who asks for a task.
    package struct TaskRequest: Sendable {
        package var messageID: UUID
        package var site: String
        package var worker: String
    }

    public struct Rows: Sendable {
        package var orders = Table<UUID, FulfilmentOrder>()
        package var scans = Table<String, ScanRecord>()
        /// Per asking message, the tasks that it may be given, best first.
        package var candidates: [UUID: [UUID]] = [:]
        package var sites = Table<String, SiteState>()
        /// Per closing site, fulfilment orders that nobody has begun: at most ``WarehouseStore/closedAtOnce``.
        package var unbegun: [String: [UUID]] = [:]
        package var autoFloorDelay: Duration = .zero

        package init() {}
    }

    /// How many fulfilment orders of a closing site one message hands back.
    package static let closedAtOnce = 200

    let autoFloorDelay: Duration

    package init(autoFloorDelay: Duration) {
        self.autoFloorDelay = autoFloorDelay
    }

    public static func noKeys() -> Keys { Keys() }

    public func load(_ keys: Keys, in transaction: inout Transaction) throws -> Rows {
        var rows = Rows()
        rows.autoFloorDelay = autoFloorDelay
        var ids = keys.orders
        for request in keys.requests {
            let askers = keys.requests.count { $0.site == request.site }
            let found = try transaction.run(
                FulfilmentOrderTable.nextTasks, request.site, request.worker, Int32(askers))
            let candidates = try found.map { try $0.uuid(0) }
            rows.candidates[request.messageID] = candidates
            ids.formUnion(candidates)
        }
        for site in keys.closingSites.sorted() {
            let found = try transaction.run(FulfilmentOrderTable.unbegun, site, Int32(Self.closedAtOnce))
            let unbegun = try found.map { try $0.uuid(0) }
            rows.unbegun[site] = unbegun
            ids.formUnion(unbegun)
        }
        if !keys.ofOrders.isEmpty {
            let found = try transaction.run(FulfilmentOrderTable.ofOrders, Array(keys.ofOrders))
            for row in found { ids.insert(try row.uuid(0)) }
        }
        let orders = try FulfilmentOrderTable.select(ids, in: &transaction)
        let scans = try ScanTable.select(keys.scans, in: &transaction)
        let sites = try SiteTable.select(keys.sites, in: &transaction)
        if let orders { rows.orders = try FulfilmentOrderTable.read(orders, in: &transaction) }
        if let scans { rows.scans = try ScanTable.read(scans, in: &transaction) }
        if let sites { rows.sites = try SiteTable.read(sites, in: &transaction) }
        return rows
    }

    public func save(_ rows: Rows, in transaction: inout Transaction) throws {
        try FulfilmentOrderTable.write(rows.orders, in: &transaction)
        try ScanTable.write(rows.scans, in: &transaction)
        try SiteTable.write(rows.sites, in: &transaction)
    }
}
