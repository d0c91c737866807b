import Foundation
import TestSupport

/// Kills, stops and starts the private database and broker that the tests run on: `WAYBILL_TEST_SERVERS` names a command
/// that does it. Without it the faults that need it are left out.
struct ServerControl {
    enum Action: String {
        case killDatabase = "kill-database"
        case restartDatabase = "restart-database"
        case startDatabase = "start-database"
        case killBroker = "kill-broker"
        case startBroker = "start-broker"
        case raiseAlarm = "raise-alarm"
        case clearAlarm = "clear-alarm"
    }

    private let command: String

    init?() {
        guard let command = ProcessInfo.processInfo.environment["WAYBILL_TEST_SERVERS"] else { return nil }
        self.command = command
    }

    func run(_ action: Action) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["bash", "-c", "\(command) \(action.rawValue)"]
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw ServiceExecutable.Failed(description: "\(action.rawValue) ended with \(process.terminationStatus)")
        }
    }
}
