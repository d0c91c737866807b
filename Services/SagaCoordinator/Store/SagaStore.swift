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
        /// Orders to which something comes that takes them as they are stored.
        package var rare: Set<UUID> = []
    }

    public struct Rows: Sendable {
        package var sagas = Table<UUID, SagaRow>()

        package init() {}
    }

    private let recent = RecentSagas(limit: 4000, age: .seconds(60))

    public init() {}

    /// `saga_log.sent`.
    public static var logsWhatItSends: Bool { true }

    public static func noKeys() -> Keys { Keys() }

    public func load(_ keys: Keys, in transaction: inout Transaction) throws -> Rows {
        var rows = Rows()
        if keys.orders.isEmpty { return rows }
        let ids = keys.orders.sorted()
        let known = recent.known(of: ids.filter { !keys.rare.contains($0) })
        let loaded = try Self.load(ids, knowing: known, selecting: SagaTable.select, in: &transaction)
        for saga in loaded.values { rows.sagas.load(SagaRow(loaded: saga), as: saga.id) }
        if !keys.resends.isEmpty {
            // Rare enough for a round trip of its own.
            let commands = try transaction.run(CommandTable.select, keys.resends.sorted())
            try CommandTable.read(commands, into: &rows.sagas)
        }
        return rows
    }

    /// Everything of some orders, in one round trip; in two when somebody else has changed one that was known.
    static func load(
        _ ids: [UUID], knowing known: [UUID: OrderSaga] = [:], selecting select: Statement,
        in transaction: inout Transaction
    ) throws -> [UUID: OrderSaga] {
        let sagas = try transaction.send(select, ids)
        let unknown = try Parts(of: ids.filter { known[$0] == nil }, in: &transaction)
        var loaded = try SagaTable.read(try transaction.read(sagas))
        try unknown.read(into: &loaded, in: &transaction)
        var changed: [UUID] = []
        for (id, saga) in known {
            guard let stored = loaded[id] else { continue }
            if saga.hasRow(of: stored) { loaded[id] = saga } else { changed.append(id) }
        }
        try Parts(of: changed.sorted(), in: &transaction).read(into: &loaded, in: &transaction)
        return loaded
    }

    /// What orders have beside their `saga` row, asked for.
    private struct Parts {
        private var orders: Ticket?
        private var lines: Ticket?
        private var steps: Ticket?
        private var fulfilments: Ticket?

        init(of ids: [UUID], in transaction: inout Transaction) throws {
            guard !ids.isEmpty else { return }
            orders = try transaction.send(OrderTable.select, ids)
            lines = try transaction.send(LineTable.select, ids)
            steps = try transaction.send(StepTable.select, ids)
            fulfilments = try transaction.send(FulfilmentTable.select, ids)
        }

        func read(into sagas: inout [UUID: OrderSaga], in transaction: inout Transaction) throws {
            guard let orders, let lines, let steps, let fulfilments else { return }
            try OrderTable.read(try transaction.read(orders), into: &sagas)
            try LineTable.read(try transaction.read(lines), into: &sagas)
            try StepTable.read(try transaction.read(steps), into: &sagas)
            try FulfilmentTable.read(try transaction.read(fulfilments), into: &sagas)
        }
    }

    public func committed(_ rows: Rows) {
        recent.remember(rows.sagas.rows.lazy.map(\.saga))
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

extension OrderSaga {
    /// Whether all that stands in the `saga` row is the same, the version included. More than the version, so that a
    /// change by hand that forgets it is noticed where it can be.
    fileprivate func hasRow(of stored: OrderSaga) -> Bool {
        guard version == stored.version else { return false }
        var row = stored
        (row.order, row.lines, row.steps, row.fulfilments) = (order, lines, steps, fulfilments)
        return row == self
    }
}
