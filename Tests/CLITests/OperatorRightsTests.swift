import Contracts
import Foundation
import TestSupport
import Testing

@testable import WaybillCLI

@Suite("What an operator may")
struct OperatorRightsTests {
    @Test("at the broker is to publish commands and to look at queues, and `topology apply` sees to it")
    func broker() throws {
        let users = try BrokerAccounts.installation { _ in "secret" }
        let user = try #require(users.first { $0.name == BrokerAccounts.operatorName })
        #expect(user.rights == .operators && user.tags == ["management"])
        #expect(users.count == ServiceName.allCases.count + 1)
        #expect(throws: OperatorError.self) {
            try BrokerAccounts.installation { $0 == "operator/broker" ? nil : "secret" }
        }
    }

    @Test(
        "in the database is to read all but secrets, whenever the tables were made",
        .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/psql"), "psql is missing"))
    func database() async throws {
        try await TestDatabase.with { database in
            let schema = "s" + UUID().uuidString.prefix(8).lowercased()
            let roles = try DatabaseRoles(schema: schema, database: database.configuration)
            defer { roles.remove() }
            // As deploy/setup does it: before the migrations and after them.
            try roles.apply()
            try roles.run(
                """
                SET ROLE waybill_\(schema)_owner; SET search_path = \(schema);
                CREATE TABLE shop (channel text, webhook_secrets text[], version int);
                CREATE TABLE plain (id int);
                """)
            try roles.apply()
            for (right, expected) in [
                ("has_column_privilege('waybill_\(schema)_reader', 'shop', 'webhook_secrets', 'SELECT')", "f"),
                ("has_column_privilege('waybill_\(schema)_reader', 'shop', 'version', 'SELECT')", "t"),
                ("has_table_privilege('waybill_\(schema)_reader', 'plain', 'SELECT')", "t"),
                ("has_column_privilege('waybill_\(schema)', 'shop', 'webhook_secrets', 'SELECT')", "t"),
                ("has_column_privilege('waybill_operator', 'shop', 'webhook_secrets', 'SELECT')", "f"),
                ("has_column_privilege('waybill_operator', 'shop', 'version', 'SELECT')", "t"),
                ("has_table_privilege('waybill_operator', 'plain', 'INSERT')", "f"),
            ] {
                #expect(try roles.run("SET search_path = \(schema); SELECT \(right)") == expected, "\(right)")
            }
        }
    }
}
