import FoundationEssentials
public import Messaging
public import Postgres

/// The coordinator's rows. Locks: `saga` in the order of the order ids; whatever else an order has is written only
/// under its saga's lock, and read after it, so that all of it is of one version.
public struct SagaStore: ServiceStore {
    public struct Keys: Sendable {
        package var orders: Set<UUID> = []
        /// Orders whose stored commands may have to be sent again.
        package var resends: Set<UUID> = []
    }

    public struct Rows: Sendable {
        package var sagas = Table<UUID, SagaRow>()

        package init() {}
    }

    public init() {}

    /// `saga_log.sent`.
    public static var logsWhatItSends: Bool { true }

    public static func noKeys() -> Keys { Keys() }

    public func load(_ keys: Keys, in transaction: inout Transaction) throws -> Rows {
        var rows = Rows()
        if keys.orders.isEmpty { return rows }
        let loaded = try Self.load(keys.orders.sorted(), selecting: SagaTable.select, in: &transaction)
        for saga in loaded.values { rows.sagas.load(SagaRow(loaded: saga), as: saga.id) }
        if !keys.resends.isEmpty {
            // Rare enough for a round trip of its own.
            let commands = try transaction.run(CommandTable.select, keys.resends.sorted())
            try CommandTable.read(commands, into: &rows.sagas)
        }
        return rows
    }

    /// Everything of some orders, in one round trip.
    static func load(
        _ ids: [UUID], selecting select: Statement, in transaction: inout Transaction
    ) throws -> [UUID: OrderSaga] {
        let sagas = try transaction.send(select, ids)
        let orders = try transaction.send(OrderTable.select, ids)
        let lines = try transaction.send(LineTable.select, ids)
        let steps = try transaction.send(StepTable.select, ids)
        let fulfilments = try transaction.send(FulfilmentTable.select, ids)

        var loaded = try SagaTable.read(try transaction.read(sagas))
        try OrderTable.read(try transaction.read(orders), into: &loaded)
        try LineTable.read(try transaction.read(lines), into: &loaded)
        try StepTable.read(try transaction.read(steps), into: &loaded)
        try FulfilmentTable.read(try transaction.read(fulfilments), into: &loaded)
        return loaded
    }

    public func save(_ rows: Rows, in transaction: inout Transaction) throws {
        let changed = (rows.sagas.inserted + rows.sagas.updated).sorted { $0.saga.id < $1.saga.id }
        if changed.isEmpty { return }
        try SagaTable.write(changed, in: &transaction)
        try OrderTable.write(changed, in: &transaction)
        try LineTable.write(changed, in: &transaction)
        try StepTable.write(changed, in: &transaction)
        try FulfilmentTable.write(changed, in: &transaction)
        try CommandTable.write(changed, in: &transaction)
        try LogTable.write(changed, in: &transaction)
    }
}
