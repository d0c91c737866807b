import AMQP
import Contracts
import Foundation
import Messaging
import Postgres
import TestSupport

extension ChaosRun {
    /// - Returns: how many times it was done.
    func inject(_ fault: Fault) async throws -> Int {
        switch fault {
        case .killService: return try await often(3) { try self.kill(self.anyProcess()) }
        case .stopService: return try await pause(anyProcess(), for: .seconds(3))
        case .rollingRestart: return try await restartAll()
        case .failPoints: return try await dieAtFailPoints()
        case .cutConnections: return try await often(3) { try await self.system.broker.cutConnections() }
        case .resetConnections:
            return try await often(3) {
                try self.brokerProxy.send(.cut)
                try self.databaseProxy.send(.cut)
            }
        case .halfOpen: return try await stall()
        case .memoryAlarm: return try await control(.raiseAlarm, mendedBy: .clearAlarm, after: .seconds(4))
        case .killBroker: return try await control(.killBroker, mendedBy: .startBroker)
        case .terminateBackends: return try await often(3) { try await self.terminateBackends() }
        case .lockTimeouts: return try await lockTables(for: .seconds(6))
        case .diskFull: return try await fillDisk(for: .seconds(4))
        case .restartDatabase: return try await control(.restartDatabase)
        case .killDatabase: return try await control(.killDatabase, mendedBy: .startDatabase)
        case .poison: return try await poison(10)
        case .repeats: return try await repeatAll(5)
        case .disorder: return try await disorder()
        case .troubledProviders: return try await troubleProviders()
        case .silentMailServer:
            system.mail.pause()
            try await Task.sleep(for: .seconds(8))
            system.mail.resume()
            return 1
        case .flood: return try await flood()
        case .mixed:
            var injected = 0
            for fault in Fault.mixable.shuffled(using: &random).prefix(3) { injected += try await inject(fault) }
            return injected
        }
    }

    private func anyProcess() -> ServiceExecutable {
        system.services[Int.random(in: 0..<system.services.count, using: &random)]
    }

    /// With orders between one time and the next.
    private func often(_ times: Int, _ body: () async throws -> Void) async throws -> Int {
        for _ in 0..<times {
            try await persist("the fault is there", within: .seconds(30), body)
            try await submit(5)
        }
        return times
    }

    private func kill(_ process: ServiceExecutable) throws {
        guard let service = ServiceName.allCases.first(where: { $0.executable == process.name }) else { return }
        process.kill()
        system.remove(process)
        try system.add(service)
    }

    private func pause(_ process: ServiceExecutable, for time: Duration) async throws -> Int {
        process.pause()
        try await submit(10)
        try await Task.sleep(for: time)
        process.resume()
        return 1
    }

    private func restartAll() async throws -> Int {
        var restarted = 0
        for process in system.services {
            guard let service = ServiceName.allCases.first(where: { $0.executable == process.name }) else { continue }
            guard process.stop() == 0 else {
                throw ServiceExecutable.Failed(description: "\(process.name) did not drain: \(process.lastWords)")
            }
            system.remove(process)
            try system.add(service)
            restarted += 1
        }
        return restarted
    }

    /// Each place once, in a service that gets there: the process dies by itself.
    private func dieAtFailPoints() async throws -> Int {
        var died = 0
        for point in FailPoint.allCases {
            let candidates: [ServiceName] =
                point == .afterEffect
                ? [.payment, .shipping, .notifications]
                : [
                    .saga, .inventory, .payment, .warehouse,
                ]
            let service = candidates.randomElement(using: &random) ?? .payment
            for process in system.services where process.name == service.executable {
                _ = process.stop()
                system.remove(process)
            }
            let count = Int.random(in: 1...5, using: &random)
            let doomed = try system.add(service, settings: [FailPoint.variable: "\(point.rawValue)@\(count)"])
            try await submit(10)
            try await waitUntil("\(service.rawValue) dies \(point.rawValue)", within: .seconds(60)) {
                !doomed.isRunning
            }
            died += 1
            system.remove(doomed)
            try system.add(service)
        }
        return died
    }

    private func stall() async throws -> Int {
        let isBroker = Bool.random(using: &random)
        let proxy = isBroker ? brokerProxy : databaseProxy
        try proxy.send(.stall)
        try await Task.sleep(for: .seconds(8))
        try proxy.send(.cut)
        return 1
    }

    private func control(
        _ action: ServerControl.Action, mendedBy mending: ServerControl.Action? = nil,
        after time: Duration = .milliseconds(500)
    ) async throws -> Int {
        guard let servers else { return 0 }
        try servers.run(action)
        if let mending {
            try await Task.sleep(for: time)
            try servers.run(mending)
        }
        return 1
    }

    private func terminateBackends() async throws {
        try await system.database.withConnection(schema: "public") { connection in
            try await connection.execute(
                script: """
                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                    WHERE datname = current_database() AND pid <> pg_backend_pid()
                    """)
        }
    }

    /// Longer than the services' lock time-out.
    private func lockTables(for time: Duration) async throws -> Int {
        try await system.database.withConnection(schema: "public") { connection in
            try await connection.execute(
                script: """
                    BEGIN;
                    LOCK TABLE saga.saga, inventory.stock_balance, payment.payment IN ACCESS EXCLUSIVE MODE;
                    SELECT pg_sleep(\(time.components.seconds));
                    COMMIT
                    """)
        }
        return 1
    }

    /// The error that a full disk gives, wherever a message is taken.
    private func fillDisk(for time: Duration) async throws -> Int {
        let schemas = ["saga", "inventory", "shipping"]
        let triggers = schemas.map {
            "CREATE TRIGGER disk_full BEFORE INSERT ON \($0).inbox FOR EACH STATEMENT EXECUTE FUNCTION public.disk_full();"
        }
        try await script(
            """
            CREATE OR REPLACE FUNCTION public.disk_full() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full';
            END $$;
            \(triggers.joined(separator: "\n"))
            """)
        try await Task.sleep(for: time)
        try await script(schemas.map { "DROP TRIGGER disk_full ON \($0).inbox;" }.joined(separator: "\n"))
        return 1
    }

    private func script(_ sql: String) async throws {
        try await persist("a script runs") {
            try await self.system.database.withConnection(schema: "public") { try await $0.execute(script: sql) }
        }
    }

    /// What is no JSON, of no known type, or unfit for its handler, among messages that are all right.
    private func poison(_ count: Int) async throws -> Int {
        for number in 0..<count {
            let key =
                ["inventory.reserve", "payment.authorise", "shipping.label", "warehouse.fulfil"]
                .randomElement(using: &random) ?? "inventory.reserve"
            switch number % 3 {
            case 0: try await system.publish(raw: "{ poison", exchange: Topology.commands, routingKey: key)
            case 1: try await publish(type: "waybill.inventory.conjure.v1", key: key)
            default: try await publish(type: ReserveStock.type, key: "inventory.reserve")
            }
            if number % 4 == 0 { try await submit(2) }
        }
        return count
    }

    private func publish(type: MessageType, key: String) async throws {
        let envelope = Envelope(id: UUID(), source: "/test", type: type, time: .wallClock, data: Array("{}".utf8))
        try await system.publish([envelope], exchange: Topology.commands, routingKey: key)
    }

    /// The same submissions again and again, and every reply that services keep.
    private func repeatAll(_ times: Int) async throws -> Int {
        let newest = max(1, submitted - 20)..<submitted + 1
        for _ in 0..<times { try await load.submit(newest, to: system) }
        return times * newest.count + (try await republish { $0 })
    }

    /// Replies of the last orders once more, shuffled: old news after new.
    private func disorder() async throws -> Int {
        try await republish { $0.shuffled(using: &self.random) }
    }

    private func republish(_ order: ([Outbound]) -> [Outbound]) async throws -> Int {
        var messages: [Outbound] = []
        for service in ServiceName.allCases {
            let rows = try await system.rows(
                in: service,
                """
                SELECT routing_key, envelope FROM reply WHERE exchange = 'waybill.events'
                ORDER BY created_at DESC LIMIT 100
                """)
            for row in rows {
                var properties = MessageProperties()
                properties.contentType = Envelope.contentType
                messages.append(
                    Outbound(
                        id: 0, exchange: Topology.events, routingKey: try row.string(0), mandatory: true,
                        properties: properties, body: try row.bytes(1)))
            }
        }
        let ordered = order(messages)
        try await system.broker.withAdministrator { try await $0.publishAndConfirm(ordered) }
        return ordered.count
    }

    /// A third of the calls to provider, carrier and mail server go wrong.
    private func troubleProviders() async throws -> Int {
        for service in [ServiceName.payment, .shipping, .notifications] {
            for process in system.services where process.name == service.executable {
                _ = process.stop()
                system.remove(process)
            }
            try system.add(service, settings: ["WAYBILL_EFFECT_TROUBLE": "33"])
        }
        try await submit(30)
        try await Task.sleep(for: .seconds(5))
        for service in [ServiceName.payment, .shipping, .notifications] {
            for process in system.services where process.name == service.executable {
                process.kill()
                system.remove(process)
            }
            try system.add(service)
        }
        return 3
    }

    /// Many messages while those who read them are down.
    private func flood() async throws -> Int {
        let down: [ServiceName] = [.intake, .saga]
        for process in system.services where down.contains(where: { $0.executable == process.name }) {
            process.kill()
            system.remove(process)
        }
        let size = ChaosSize.flood
        let fresh = takeNumbers(100)
        // Each of them again and again, in messages of their own.
        for _ in 0..<size / fresh.count { try await load.submit(fresh, to: system) }
        for service in down { try system.add(service) }
        return size
    }
}
