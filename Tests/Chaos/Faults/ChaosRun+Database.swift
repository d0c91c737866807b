import Foundation
import Postgres
import TestSupport

extension ChaosRun {
    func terminateBackends() async throws {
        try await insist("connections are terminated") {
            try await self.desk.run(
                """
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid()
                """)
        }
    }

    /// A foreign transaction that holds its locks for longer than the services wait for one.
    func lockTables() throws {
        let server = system.database.configuration
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "psql", "-X", "-q", "-h", server.host, "-p", "\(server.port)", "-U", server.user ?? "postgres", "-d",
            server.database, "-c",
            """
            SELECT FROM saga.saga FOR UPDATE; LOCK TABLE inventory.stock_balance IN ACCESS EXCLUSIVE MODE;
            LOCK TABLE payment.payment IN SHARE MODE; SELECT pg_sleep(12)
            """,
        ]
        process.environment = ProcessInfo.processInfo.environment.merging(["PGPASSWORD": server.password ?? ""]) { $1 }
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        locker = process
    }

    func unlockTables() async {
        await live(upTo: .seconds(30)) { self.locker?.isRunning != true }
        locker = nil
    }

    /// The tables that every message is written to.
    private static let movable = ["saga", "inventory", "payment", "shipping", "order_intake"].flatMap { schema in
        ["\(schema).inbox", "\(schema).outbox"]
    }

    /// On a file system of their own that is small enough to be filled.
    func moveToSmallDisk() async throws {
        guard let servers else { return }
        let folder = try servers.run("make-disk")
        try await insist("a tablespace is made") {
            try await self.desk.run("DROP TABLESPACE IF EXISTS chaos")
            try await self.desk.run("CREATE TABLESPACE chaos LOCATION '\(folder)'")
        }
        try await move(to: "chaos")
    }

    func moveBack() async throws {
        try await move(to: "pg_default")
        try await insist("the tablespace is dropped") { try await self.desk.run("DROP TABLESPACE IF EXISTS chaos") }
        try servers?.run("remove-disk")
    }

    func freeDisk() async throws {
        try servers?.run("free-disk")
        let errors = Int(try servers?.run("count-in-log", "No space left on device") ?? "") ?? 0
        notes.append("\(errors - diskErrors) statements found the disk full (53100)")
        diskErrors = errors
    }

    private func move(to space: String) async throws {
        for table in Self.movable {
            try await insist("\(table) is moved to \(space)") {
                try await self.desk.run("ALTER TABLE \(table) SET TABLESPACE \(space)")
            }
        }
    }
}
