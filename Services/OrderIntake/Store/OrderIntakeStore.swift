import Messaging
import Postgres

/// Intake's rows. Locks: shops that change, then how far shops were read, then orders, their requests, refunds, packages and
/// pushes, then stock feeds and levels, each in the order of their keys.
public struct OrderIntakeStore: ServiceStore {
    static let defaultRequestDeadline = Duration.seconds(3600)
    let requestDeadline: Duration
    let polling: PollSettings

    package init(requestDeadline: Duration = .seconds(3600), polling: PollSettings = PollSettings()) {
        self.requestDeadline = requestDeadline
        self.polling = polling
    }

    public static func noKeys() -> OrderIntakeKeys { OrderIntakeKeys() }

    public func load(_ keys: OrderIntakeKeys, in transaction: inout Transaction) throws -> OrderIntakeRows {
        var rows = OrderIntakeRows()
        rows.requestDeadline = requestDeadline
        rows.polling = polling
        let locked = try ShopTable.lock(keys.changedShops, in: &transaction)
        let seen = try ShopTable.select(keys.shops.subtracting(keys.changedShops), in: &transaction)
        let watermarks = try WatermarkTable.lock(keys.watermarks, in: &transaction)
        let censuses = try CensusTable.lock(keys.censuses, in: &transaction)
        let orders = try IntakeOrderTable.lock(keys.orders, ids: keys.toldOrderIDs, in: &transaction)
        let requests = try PendingRequestTable.lock(keys.orders, in: &transaction)
        let refunds = try ChannelRefundTable.lock(keys.orders, ids: keys.refundsOfTold, in: &transaction)
        for key in keys.orderPages { rows.orderPages[key] = try IntakeOrderTable.page(behind: key, in: &transaction) }
        let packages = try ChannelPackageTable.lock(keys.packagedOrders, in: &transaction)
        let presence = try CensusTable.presence(of: keys.presence, in: &transaction)
        let pushes = try ChannelPushTable.lock(keys, in: &transaction)
        let stock = try ChannelStockTables.lock(keys, in: &transaction)
        try ShopTable.read(locked, into: &rows.shops, in: &transaction)
        try ShopTable.read(seen, into: &rows.shops, in: &transaction)
        try WatermarkTable.read(watermarks, into: &rows.watermarks, in: &transaction)
        try CensusTable.read(censuses, into: &rows.censuses, in: &transaction)
        try IntakeOrderTable.read(orders, into: &rows.orders, in: &transaction)
        try PendingRequestTable.read(requests, into: &rows.requests, in: &transaction)
        try ChannelRefundTable.read(refunds, into: &rows.refunds, in: &transaction)
        try ChannelPackageTable.read(packages, into: &rows.packages, in: &transaction)
        try CensusTable.readPresence(presence, into: &rows.presence, in: &transaction)
        try ChannelPushTable.read(pushes, into: &rows.pushes, in: &transaction)
        try ChannelStockTables.read(stock, into: &rows, in: &transaction)
        return rows
    }

    public func save(_ rows: OrderIntakeRows, in transaction: inout Transaction) throws {
        try ShopTable.write(rows.shops, in: &transaction)
        try WatermarkTable.write(rows.watermarks, in: &transaction)
        try CensusTable.write(rows.censuses, in: &transaction)
        try IntakeOrderTable.write(rows.orders, in: &transaction)
        try PendingRequestTable.write(rows.requests, in: &transaction)
        try ChannelRefundTable.write(rows.refunds, in: &transaction)
        try ChannelPackageTable.write(rows.packages, in: &transaction)
        try ChannelPushTable.write(rows.pushes, in: &transaction)
        try ChannelStockTables.write(rows, in: &transaction)
        try OrderChangeTable.append(rows.changes, in: &transaction)
        try RawBodyTable.append(rows.rawBodies, in: &transaction)
        try RecoveryTable.append(rows.recoveries, in: &transaction)
        try OrderStatusTable.write(rows.statuses, in: &transaction)
    }
}
