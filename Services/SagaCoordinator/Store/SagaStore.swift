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
        /// The transaction that loads them, and writes what changes.
        fileprivate var writer: Int64?

        package init() {}
    }

    /// At most some 55 MB a generation, of which there are two.
    private let recent = RecentSagas(limit: 4000, age: .seconds(60))
    private let underWay: OrdersUnderWay

    /// Orders under way are enough to fill every service's batches.
    public init() { self.init(underWay: OrdersUnderWay(limit: 3000, patience: .seconds(5))) }

    init(underWay: OrdersUnderWay) {
        self.underWay = underWay
    }

    /// `saga_log.sent`.
    public static var logsWhatItSends: Bool { true }

    public static func noKeys() -> Keys { Keys() }

    public func load(_ keys: Keys, in transaction: inout Transaction) throws -> Rows {
        var rows = Rows()
        if keys.orders.isEmpty { return rows }
        let ids = keys.orders.sorted()
        let known = recent.known(of: ids)
        let own = try transaction.send(SagaTable.writer)
        let sagas = try transaction.send(SagaTable.select, ids)
        let unknown = try Parts(of: ids.filter { known[$0] == nil }, in: &transaction)
        rows.writer = try transaction.read(own).first?.int64(0)
        var loaded: [UUID: OrderSaga] = [:]
        var writers: [UUID: Int64] = [:]
        var changed: [UUID] = []
        for row in try transaction.read(sagas) {
            let stamp = try SagaTable.stamp(of: row)
            writers[stamp.orderID] = stamp.writer
            let last = known[stamp.orderID]
            if let last, last.isStored(as: stamp.version, by: stamp.writer) {
                loaded[stamp.orderID] = last.saga
                continue
            }
            loaded[stamp.orderID] = try SagaTable.saga(in: row)
            if last != nil { changed.append(stamp.orderID) }
        }
        try unknown.read(into: &loaded, in: &transaction)
        // A further round trip for what somebody else has changed.
        try Parts(of: changed, in: &transaction).read(into: &loaded, in: &transaction)
        for (id, saga) in loaded { rows.sagas.load(SagaRow(loaded: saga, writtenBy: writers[id]), as: id) }
        if !keys.resends.isEmpty {
            // Rare enough for a round trip of its own.
            let commands = try transaction.run(StepTable.selectCommands, keys.resends.sorted())
            try StepTable.readCommands(commands, into: &rows.sagas)
        }
        return rows
    }

    /// Everything of some orders, in one round trip and without locks.
    static func look(at ids: [UUID], in transaction: inout Transaction) throws -> [UUID: OrderSaga] {
        let sagas = try transaction.send(SagaTable.look, ids)
        let parts = try Parts(of: ids, in: &transaction)
        var loaded: [UUID: OrderSaga] = [:]
        for row in try transaction.read(sagas) {
            let saga = try SagaTable.saga(in: row)
            loaded[saga.id] = saga
        }
        try parts.read(into: &loaded, in: &transaction)
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
        guard let own = rows.writer else { return }
        let written = rows.sagas.changed
        let changed = written.compactMap { rows.sagas[$0]?.saga }
        let (resting, moved) = (changed.filter(\.isResting), changed.filter { !$0.isResting })
        underWay.happened(to: moved.lazy.map(\.id), resting: resting.lazy.map(\.id))
        recent.remember(
            rows.sagas.rows.lazy.compactMap { row in
                (written.contains(row.saga.id) ? own : row.writer).map { CommittedSaga(saga: row.saga, writer: $0) }
            })
    }

    public func forget() {
        recent.forget()
        underWay.forget()
    }

    public var admits: Int { underWay.room() }

    public func rest() {
        recent.forgetAged()
    }

    public func save(_ rows: Rows, in transaction: inout Transaction) throws {
        let changed = rows.sagas.changed.sorted().compactMap { rows.sagas[$0] }
        if changed.isEmpty { return }
        try SagaTable.write(changed, in: &transaction)
        try OrderTable.write(changed, in: &transaction)
        try LineTable.write(changed, in: &transaction)
        try StepTable.write(changed, in: &transaction)
        try FulfilmentTable.write(changed, in: &transaction)
        try LogTable.write(changed, in: &transaction)
    }
}
