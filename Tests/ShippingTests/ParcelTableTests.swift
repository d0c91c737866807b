import Contracts
import FoundationEssentials
import Logging
import Messaging
import Postgres
import TestSupport
import Testing
import WireJSON

@testable import Shipping

@Suite("Parcels in the database")
struct ParcelTableTests {
    private typealias Change = @Sendable (inout ShippedParcel) -> Void

    /// Each of what a parcel consists of, changed by itself, and whether that is a mere move.
    private static let changes: [(field: String, isMove: Bool, change: Change)] = [
        ("id", false, { _ in }),
        ("orderID", false, { _ in }),
        ("state", true, { $0.state = .returning }),
        ("command", false, { $0.command = CommandReference(id: .v5("another"), orderID: $0.orderID, epoch: 2) }),
        ("request", false, { $0.request?.shipTo.line1 = "Bağdat Cad. 2" }),
        ("isReturn", false, { $0.isReturn = true }),
        ("carrier", false, { $0.carrier = "other" }),
        ("purchase", false, { $0.purchase = 3 }),
        ("refusedEpoch", false, { $0.refusedEpoch = 4 }),
        ("tracking", false, { $0.tracking?.trackingNumber = "WB2" }),
        ("label", false, { $0.label = "^XA^FDanother^XZ" }),
        ("cost", false, { $0.cost = 451 }),
        ("costCurrency", false, { $0.costCurrency = Currency(rawValue: "TRY") }),
        ("status", true, { $0.status = .delivered }),
        ("scannedAt", true, { $0.scannedAt = Timestamp(seconds: 1_789_000_007) }),
        ("handedOverAt", true, { $0.handedOverAt = Timestamp(seconds: 1_789_000_008) }),
        ("polls", true, { $0.polls += 1 }),
        ("version", true, { $0.version += 1 }),
    ]

    private static var parcel: ShippedParcel {
        var parcel = ShippedParcel(
            id: Demo.id, orderID: .v5("order"), state: .handedOver,
            command: CommandReference(id: .v5("command"), orderID: .v5("order"), step: "label"), request: Demo.buy())
        parcel.tracking = Demo.handedOver().tracking
        parcel.label = "^XA^FDlabel^XZ"
        parcel.cost = 450
        parcel.costCurrency = Demo.order.currency
        parcel.handedOverAt = Timestamp(seconds: 1_789_000_000)
        return parcel
    }

    @Test("A parcel has only moved when nothing else of it has changed, whatever a parcel consists of")
    func moves() {
        let fields = Mirror(reflecting: Self.parcel).children.compactMap(\.label)
        #expect(Set(fields) == Set(Self.changes.map(\.field)))
        for (field, isMove, change) in Self.changes.dropFirst(2) {
            var changed = Self.parcel
            change(&changed)
            #expect(changed != Self.parcel, "\(field)")
            #expect(changed.hasOnlyMoved(since: Self.parcel) == isMove, "\(field)")
            #expect(changed.answersTheSame(as: Self.parcel) == !["command", "request"].contains(field), "\(field)")
        }
    }

    @Test("Whatever changes of a parcel is written, by itself and together with whatever else")
    func written() async throws {
        var random = SeededGenerator()
        print("parcels: WAYBILL_TEST_SEED=\(random.seed)")
        try await TestDatabase.with { database in
            let configuration = database.configuration(schema: "shipping")
            _ = try await Migrator.migrate(
                configuration: configuration, schema: "shipping",
                migrations: EngineMigrations.all + ShippingService.migrations, logger: Logger(label: "test"))
            try await database.withConnection(schema: "shipping") { connection in
                // One for each field, and thirty for any of them together.
                var expected: [UUID: ShippedParcel] = [:]
                var changed: [UUID: ShippedParcel] = [:]
                for number in 0..<(Self.changes.count + 30) {
                    var parcel = Self.parcel
                    parcel.id = .v5("parcel \(number)")
                    expected[parcel.id] = parcel
                    if number < Self.changes.count {
                        Self.changes[number].change(&parcel)
                    } else {
                        for (_, isMove, change) in Self.changes
                        where isMove || Int.random(in: 0..<8, using: &random) == 0 {
                            change(&parcel)
                        }
                    }
                    changed[parcel.id] = parcel
                }
                let before = expected
                let after = changed
                try await connection.transaction { transaction in
                    var table = Table<UUID, ShippedParcel>()
                    for (id, parcel) in before { table[id] = parcel }
                    try ParcelTable.write(table, in: &transaction)
                }
                #expect(try await Self.read(before.keys, connection) == before)
                try await connection.transaction { transaction in
                    let ticket = try ParcelTable.select(Set(before.keys), in: &transaction)
                    var table = try ParcelTable.read(ticket, in: &transaction)
                    for (id, parcel) in after { table[id] = parcel }
                    try ParcelTable.write(table, in: &transaction)
                }
                let stored = try await Self.read(before.keys, connection)
                for (id, parcel) in after { #expect(stored[id] == parcel, "seed \(random.seed)") }
            }
        }
    }

    private static func read(
        _ ids: some Collection<UUID> & Sendable, _ connection: PostgresConnection
    ) async throws -> [UUID: ShippedParcel] {
        let ids = Set(ids)
        return try await connection.transaction { transaction in
            let ticket = try ParcelTable.select(ids, in: &transaction)
            let table = try ParcelTable.read(ticket, in: &transaction)
            return Dictionary(uniqueKeysWithValues: table.rows.map { ($0.id, $0) })
        }
    }
}
