import Foundation
import Postgres

/// The roles of one schema, made by the very scripts that `deploy/setup` runs.
struct DatabaseRoles {
    private let schema: String
    private let environment: [String: String]
    private let secrets: URL

    init(schema: String, database: PostgresConfiguration) throws {
        self.schema = schema
        environment = [
            "PGHOST": database.host, "PGPORT": "\(database.port)", "PGDATABASE": database.database,
            "PGUSER": database.user ?? "postgres", "PGPASSWORD": database.password ?? "",
            "PATH": "/usr/bin:/bin",
        ]
        secrets = FileManager.default.temporaryDirectory.appending(path: "waybill-roles-\(schema)")
        for file in ["admin/\(schema)-owner", "admin/\(schema)-reader", "\(schema)/database", "operator/database"] {
            let url = secrets.appending(path: file)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data("secret".utf8).write(to: url)
        }
    }

    /// `deploy/database`, from this file's place in the checkout.
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "deploy/database")

    func apply() throws {
        let service = Self.folder.appending(path: "service.sql").path()
        try psql([
            "-v", "schema=\(schema)", "-v", "service=\(schema)", "-v", "secrets=\(secrets.path())", "-f", service,
        ])
        let operators = Self.folder.appending(path: "operator.sql").path()
        try psql(["-v", "readers=waybill_\(schema)_reader", "-v", "secrets=\(secrets.path())", "-f", operators])
    }

    @discardableResult
    func run(_ sql: String) throws -> String {
        try psql(["-c", sql])
    }

    /// Roles belong to the whole server, which tests share.
    func remove() {
        let names = ["_owner", "", "_reader"].map { "waybill_\(schema)\($0)" }
        for name in names { _ = try? run("DROP OWNED BY \(name) CASCADE; DROP ROLE \(name)") }
        try? FileManager.default.removeItem(at: secrets)
    }

    struct Failed: Error {
        let said: String
    }

    @discardableResult
    private func psql(_ arguments: [String]) throws -> String {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/psql")
        process.arguments = ["-X", "-q", "-At", "-v", "ON_ERROR_STOP=1"] + arguments
        process.environment = environment
        (process.standardOutput, process.standardError) = (output, output)
        try process.run()
        let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failed(said: said) }
        return said.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
