import Contracts
import Messaging
import TestSupport

extension ChaosRun {
    /// - Returns: why a fault cannot be had on this machine; nil when it can.
    func lacks(_ fault: Fault) throws -> String? {
        guard fault.needsServers else { return nil }
        guard let servers else { return "no WAYBILL_TEST_SERVERS" }
        guard fault == .diskFull, try servers.run("can-mount") != "yes" else { return nil }
        return "no file system can be mounted here"
    }

    /// Makes what a fault needs, before anything goes wrong.
    func prepare(_ fault: Fault) async throws {
        switch fault {
        case .cluster: try await formCluster()
        case .diskFull: try await moveToSmallDisk()
        default: break
        }
    }

    /// Lets a fault begin.
    /// - Parameter turn: counts from 0.
    /// - Returns: how many times it struck.
    func strike(_ fault: Fault, turn: Int) async throws -> Int {
        switch fault {
        case .killService: return try killService()
        case .stopService: return haltService()
        case .rollingRestart: return try await restartAll()
        case .afterInbox: return try await die(at: .afterInbox)
        case .beforeCommit: return try await die(at: .beforeCommit)
        case .afterCommit: return try await die(at: .afterCommit)
        case .afterPublish: return try await die(at: .afterPublish)
        case .afterConfirm: return try await die(at: .afterConfirm)
        case .afterEffect: return try await die(at: .afterEffect)
        case .killBroker: try servers?.run("kill-broker")
        case .memoryAlarm: try servers?.run("raise-alarm")
        case .cutConnections:
            try turn.isMultiple(of: 2) ? brokerProxy.cut() : databaseProxy.cut()
        case .halfOpen:
            try brokerProxy.stall()
            try databaseProxy.stall()
        case .cluster: try await killLeader()
        case .killDatabase: try servers?.run("kill-database")
        case .restartDatabase: try servers?.run("restart-database")
        case .terminateBackends: try await terminateBackends()
        case .diskFull: try servers?.run("fill-disk")
        case .lockTimeouts: try lockTables()
        case .poison: return try await poison(10)
        case .repeats: return try await repeatAll()
        case .disorder: return try await shuffleQueue()
        case .flood: return try await flood()
        case .mail: try system.mail.books.behave(OutsideBooks.Mode.allCases[turn % 3])
        case .webhooks: try webhooks.books.behave(OutsideBooks.Mode.allCases[turn % 3])
        case .providers: try await restartProviders(trouble: 33)
        case .carriers: try await trouble(carrier: ["down", "error", "hang", "drop"][turn % 4])
        case .sabotage: try await sabotage()
        case .mixed: break
        }
        return 1
    }

    /// Ends it; harmless when it is over.
    func mend(_ fault: Fault) async throws {
        switch fault {
        case .stopService: for process in system.services { process.resume() }
        case .killBroker: try servers?.run("start-broker")
        case .memoryAlarm: try servers?.run("clear-alarm")
        case .halfOpen:
            try brokerProxy.cut()
            try databaseProxy.cut()
        case .cluster: try startKilledNode()
        case .killDatabase: try servers?.run("start-database")
        case .diskFull: try await freeDisk()
        case .lockTimeouts: await unlockTables()
        case .disorder, .flood: try await supervise()
        case .mail: try system.mail.books.behave(nil)
        case .webhooks: try webhooks.books.behave(nil)
        case .providers: try await restartProviders(trouble: nil)
        case .carriers: try await trouble(carrier: nil)
        default: break
        }
    }

    /// Takes away what was made for it.
    func cleanUp(_ fault: Fault) async throws {
        switch fault {
        case .cluster: try await leaveCluster()
        case .diskFull: try await moveBack()
        default: break
        }
    }
}
