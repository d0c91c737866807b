import AMQP
import Contracts
import Foundation
import Postgres
import TestSupport

/// A system under load, and whatever goes wrong in it. One thing at a time: while a fault lasts, the run goes on to be the
/// storefronts, the customers and the clerks.
final class ChaosRun {
    let system: WaybillSystem
    let options: ChaosOptions
    let desk: Desk
    let storefronts: Storefronts
    let webhooks: WebhookSink
    let databaseProxy: TCPProxy
    let brokerProxy: TCPProxy
    let servers = ServerControl()
    var random: SeededGenerator
    /// What went wrong with the harness or the services, and what is worth to know, of the fault under way.
    var problems: [String] = []
    var notes: [String] = []
    /// Messages that nobody can handle, of the fault under way.
    var poisoned = 0
    var floods = 0
    var diskErrors = 0
    var locker: Process?
    var clusterNodes: [String] = []
    var killedNode: String?
    private let errands: Errands
    private var parked = 0
    /// Storefronts say nothing: the broker would not listen.
    private var isQuiet = false

    /// Starts a system behind proxies, with providers and a floor that take their time, so that faults find orders half way.
    /// - Parameter scarceUnits: see ``Assortment``.
    static func with(
        _ options: ChaosOptions, scarceUnits: Int, _ body: (ChaosRun) async throws -> Void
    ) async throws {
        let (database, broker) = (try TestEnvironment.database(), try TestEnvironment.broker())
        let databaseProxy = try TCPProxy(host: database.host, port: database.port)
        let brokerProxy = try TCPProxy(host: broker.host, port: broker.port)
        let folder = FileManager.default.temporaryDirectory.appending(path: "waybill-shop-\(UUID().uuidString)")
        let webhooks = try WebhookSink(folder: folder)
        defer {
            databaseProxy.stop()
            brokerProxy.stop()
            webhooks.stop()
            try? FileManager.default.removeItem(at: folder)
        }
        let settings = [
            "WAYBILL_DATABASE_PORT": "\(databaseProxy.port)", "WAYBILL_BROKER_PORT": "\(brokerProxy.port)",
            "WAYBILL_BROKER_HEARTBEAT": "3s", "WAYBILL_ENGINE_RETRY_CAP": "5s", "WAYBILL_ENGINE_EFFECT_TIMEOUT": "5s",
            "WAYBILL_SANDBOX_LATENCY": "100ms", "WAYBILL_SANDBOX_SCAN_INTERVAL": "500ms",
            "WAYBILL_FLOOR_AUTO_DELAY": "300ms", "WAYBILL_CARRIER_TIMEOUT": "2s", "WAYBILL_CARRIER_CIRCUIT_PAUSE": "2s",
            "WAYBILL_SMTP_TIMEOUT": "3s", "WAYBILL_WEBHOOKS_TIMEOUT": "2s", "WAYBILL_WEBHOOKS_LOOPBACK": "true",
            "WAYBILL_AUDIT_STATE": folder.appending(path: "audited").path(),
        ]
        try await WaybillSystem.with(settings: settings, mailScript: PythonChild.path(of: "mail.py")) { system in
            let run = ChaosRun(system, options, webhooks, databaseProxy, brokerProxy)
            try await Assortment.open(in: system, scarceUnits: scarceUnits, webhookURL: webhooks.url)
            do {
                try await body(run)
                await run.desk.close()
            } catch {
                run.keepEvidence(of: nil)
                await run.desk.close()
                throw error
            }
        }
    }

    private init(
        _ system: WaybillSystem, _ options: ChaosOptions, _ webhooks: WebhookSink, _ databaseProxy: TCPProxy,
        _ brokerProxy: TCPProxy
    ) {
        self.system = system
        self.options = options
        self.webhooks = webhooks
        self.databaseProxy = databaseProxy
        self.brokerProxy = brokerProxy
        random = SeededGenerator(seed: options.seed)
        desk = Desk(system)
        let maker = OrderMaker(seed: options.seed)
        storefronts = Storefronts(system, maker, seed: options.seed &+ 1)
        errands = Errands(system, desk, maker)
    }

    /// Orders in waves, and the fault in the midst of them; then everything is mended, and the end is waited for.
    func suffer(_ fault: Fault) async throws -> ChaosRow {
        var row = ChaosRow(fault: fault)
        (problems, notes, poisoned) = ([], [], 0)
        let before = storefronts.placed
        try await prepare(fault)
        storefronts.place(options.ordersPerFault / 2)
        await live(for: .milliseconds(Int.random(in: 300...1500, using: &random)))
        row.inFlight = try await insist("orders in flight are counted") {
            try await Rest.ordersInFlight(self.desk, taken: self.storefronts.taken.count)
        }
        isQuiet = fault == .memoryAlarm
        let struck = fault == .mixed ? Array(Fault.mixable.shuffled(using: &random).prefix(3)) : [fault]
        if fault == .mixed { notes.append(struck.map(\.rawValue).joined(separator: ", ")) }
        for turn in 0..<fault.times {
            storefronts.place(options.ordersPerFault / (4 * fault.times))
            for each in struck {
                row.injected += try await strike(each, turn: turn)
                await live(for: .milliseconds(Int.random(in: 50...500, using: &random)))
            }
            await live(for: fault.hold)
            for each in struck { try await mend(each) }
        }
        isQuiet = false
        storefronts.place(max(0, before + options.ordersPerFault - storefronts.placed))
        try await judge(&row)
        row.orders = storefronts.placed - before
        try await cleanUp(fault)
        if row.injected == 0 { problems.append("it never struck") }
        row.problems += problems
        row.notes += notes
        if !row.isGood { keepEvidence(of: fault) }
        return row
    }

    /// Waits for the end of everything, then asks the books and the auditor.
    private func judge(_ row: inout ChaosRow) async throws {
        try await supervise()
        let mended = ContinuousClock.now
        let open = await drain(patience: row.fault == .sabotage ? .seconds(30) : options.patience)
        row.drained = .now - mended
        if !open.isEmpty {
            row.lost += max(1, try await Rest.ordersInFlight(desk, taken: storefronts.taken.count))
            problems.append("not at rest after \(row.drained.seconds) s: \(open.joined(separator: ", "))")
        }
        let ledger = try await Ledger.compare(desk, mail: system.mail.books, webhooks: webhooks.books)
        row.lost += ledger.lost.count
        row.doneTwice = ledger.doneTwice.count
        problems += ledger.lost.prefix(20) + ledger.doneTwice.prefix(20)
        let parkedNow = try await Parked.count(desk)
        row.parked = parkedNow - parked
        parked = parkedNow
        if row.parked > poisoned { problems.append("\(row.parked - poisoned) are parked that were no poison") }
        problems += try await audit()
    }

    /// - Returns: what the operator's command finds to be broken.
    func audit(_ arguments: String...) async throws -> [String] {
        var report = ""
        // What is on its way to the management interface's counters is asked for again.
        await live(upTo: .seconds(60)) {
            do {
                let all = ["audit"] + arguments
                report = try self.system.run("waybill", all, allowing: [0, 1])
                return !report.contains("does not hold")
            } catch {
                report = "does not hold: \(error)"
                return false
            }
        }
        return report.contains("does not hold") ? ["the audit: \(report)"] : []
    }

    /// - Returns: what is still under way at the end of the time.
    func drain(patience: Duration) async -> [String] {
        var (open, before): ([String], [String]) = ([], [])
        var moved = ContinuousClock.now
        await live(upTo: options.limit) {
            do {
                open = try await Rest.look(self.desk, taken: self.storefronts.taken.count).open
                if self.storefronts.isWaiting { open.append("orders or wishes that nobody has heard") }
                if self.errands.isBusy { open.append("errands") }
                if open.isEmpty {
                    for service in ServiceName.allCases {
                        let count = try await self.system.waiting(for: service)
                        if count > 0 { open.append("\(count) messages for \(service.executable)") }
                    }
                }
            } catch {
                open = ["no answer: \(error)"]
            }
            if open != before { (before, moved) = (open, .now) }
            return open.isEmpty || moved + patience < .now
        }
        return open
    }

    func live(for time: Duration) async {
        await live(upTo: time) { false }
    }

    /// Goes on with the load until something is so, or the time is over.
    func live(upTo limit: Duration, until condition: () async -> Bool) async {
        let end = ContinuousClock.now + limit
        while ContinuousClock.now < end {
            if !isQuiet {
                await storefronts.beat()
                await errands.beat()
            }
            if await condition() { return }
            // Nothing cancels a run but its end.
            try? await Task.sleep(for: .milliseconds(100))
        }
    }

    /// Tries again while servers come back.
    func insist<Result>(_ what: String, _ body: () async throws -> Result) async throws -> Result {
        let deadline = ContinuousClock.now + .seconds(90)
        while true {
            do {
                return try await body()
            } catch {
                guard ContinuousClock.now < deadline else {
                    throw ServiceExecutable.Failed(description: "\(what): \(error)")
                }
                await live(for: .milliseconds(200))
            }
        }
    }
}
