import Inventory
import Messaging
import Notifications
import OrderIntake
import PaymentVerify
import Postgres
import Returns
import SagaCoordinator
import ServiceKit
import Shipping
import TestSupport
import Testing
import Warehouse

/// Migrations go first, and processes of the release before run beside those of this one until the last is replaced. So each
/// statement of that release, kept in `Previous/`, must still be one that today's schema can run.
///
/// What a plan does not show - a CHECK that what the older program writes would break - is for whoever writes the migration;
/// the inventory's older statements are really run by its own tests.
@Suite("Rolling upgrade")
struct RollingUpgradeTests {
    static let services: [any ServiceDefinition.Type] = [
        OrderIntakeService.self, SagaCoordinatorService.self, PaymentService.self, InventoryService.self,
        WarehouseService.self, ShippingService.self, ReturnsService.self, NotificationsService.self,
    ]

    /// Changes of columns that older programs do not notice, and why.
    static let harmless = [
        // Written from int2[], which fits, and never read.
        "reservation_line.position"
    ]

    @Test("Every statement of the release before is planned on today's schema", arguments: services)
    func statements(_ service: any ServiceDefinition.Type) async throws {
        let schema = try UpgradedSchema(service)
        #expect(schema.previous.statements.count > 3 && schema.engine.statements.count > 30)
        try await TestDatabase.with { database in
            try await schema.migrateToPreviousRelease(database)
            try await database.withConnection(schema: schema.name) { connection in
                // On its own schema each is right, or the record of it is not.
                for statement in schema.statements {
                    let problem = try await connection.problem(planning: statement)
                    #expect(problem == nil, "\(schema.name), as it was: \(statement.name)")
                }
            }
            try await schema.migrateToToday(database)
            try await database.withConnection(schema: schema.name) { connection in
                for statement in schema.statements {
                    let problem = try await connection.problem(planning: statement)
                    #expect(problem == nil, "\(schema.name), as it is: \(statement.name)")
                }
            }
        }
    }

    @Test(
        "No column that the release before reads or writes is gone, of another type or newly empty", arguments: services
    )
    func columns(_ service: any ServiceDefinition.Type) async throws {
        let schema = try UpgradedSchema(service)
        try await TestDatabase.with { database in
            try await schema.migrateToPreviousRelease(database)
            let before = try await database.withConnection(schema: schema.name) { try await schema.columns($0) }
            try await schema.migrateToToday(database)
            let after = try await database.withConnection(schema: schema.name) { try await schema.columns($0) }
            let tables = Set(before.map(\.table))
            for column in before where !Self.harmless.contains(column.name) {
                let now = after.first { $0.name == column.name }
                #expect(now?.type == column.type, "\(schema.name).\(column.name)")
                #expect(
                    now?.isOfView == true || now?.isNullable == column.isNullable, "\(schema.name).\(column.name)")
            }
            for column in after
            where tables.contains(column.table) && !before.contains(where: { $0.name == column.name }) {
                // The release before does not name it.
                #expect(column.isNullable || column.hasDefault, "\(schema.name).\(column.name)")
            }
        }
    }

    @Test("The operator's command of the release before can still ask what it asked")
    func operatorsCommand() async throws {
        let asked = try PreviousRelease(of: "operator").statements
        #expect(asked.count > 50)
        try await TestDatabase.with { database in
            var answered: Set<String> = []
            for service in Self.services {
                let schema = try UpgradedSchema(service)
                try await schema.migrateToPreviousRelease(database)
                // Which services a statement asks is not written in it: those that understand it.
                let understood = try await schema.understood(asked, database)
                try await schema.migrateToToday(database)
                let still = Set(try await schema.understood(asked, database).map(\.name))
                for statement in understood {
                    #expect(still.contains(statement.name), "\(schema.name): \(statement.name)")
                }
                answered.formUnion(understood.map(\.name))
            }
            #expect(asked.map(\.name).filter { !answered.contains($0) } == [])
        }
    }
}
