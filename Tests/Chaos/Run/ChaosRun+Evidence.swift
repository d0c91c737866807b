import Foundation
import Postgres
import TestSupport

extension ChaosRun {
    /// Keeps the services' logs and the database as it is now, for whoever looks for the cause.
    /// - Parameter fault: after which; nil at the end of the run.
    func keepEvidence(of fault: Fault?) {
        system.keepsLogs = true
        let server = system.database.configuration
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "pg_dump", "-Fc", "-h", server.host, "-p", "\(server.port)", "-U", server.user ?? "postgres", "-f",
            system.logs.appending(path: "\(fault?.rawValue ?? "end").dump").path(), server.database,
        ]
        process.environment = ProcessInfo.processInfo.environment.merging(["PGPASSWORD": server.password ?? ""]) { $1 }
        do {
            try process.run()
            process.waitUntilExit()
        } catch {
            print("the database is not kept: \(error)")
        }
    }
}
