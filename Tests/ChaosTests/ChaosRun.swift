import AMQP
import Contracts
import Foundation
import Postgres
import TestSupport

/// A system under load, and whatever goes wrong in it.
final class ChaosRun {
    let system: WaybillSystem
    let load = ChaosLoad()
    let servers = ServerControl()
    let databaseProxy: TCPProxy
    let brokerProxy: TCPProxy
    var random: SeededGenerator
    private(set) var submitted = 0
    /// What an order of each kind comes to when nothing goes wrong.
    private(set) var expected: [Int: String] = [:]
    private var parkedBefore = 0

    /// How many orders a fault is tried on.
    static let ordersPerFault = 50

    /// Runs everything through proxies, with providers and a floor that take their time, so that faults find orders half way.
    static func with(seed: UInt64, _ body: (ChaosRun) async throws -> Void) async throws {
        let (database, broker) = (try TestEnvironment.database(), try TestEnvironment.broker())
        let databaseProxy = try TCPProxy(host: database.host, port: database.port)
        let brokerProxy = try TCPProxy(host: broker.host, port: broker.port)
        defer {
            databaseProxy.stop()
            brokerProxy.stop()
        }
        let settings = [
            "WAYBILL_DATABASE_PORT": "\(databaseProxy.port)", "WAYBILL_BROKER_PORT": "\(brokerProxy.port)",
            "WAYBILL_SANDBOX_LATENCY": "100ms", "WAYBILL_FLOOR_AUTO_DELAY": "300ms",
            "WAYBILL_SANDBOX_SCAN_INTERVAL": "500ms", "WAYBILL_BROKER_HEARTBEAT": "2s",
        ]
        try await WaybillSystem.with(settings: settings) { system in
            let run = ChaosRun(system, databaseProxy, brokerProxy, SeededGenerator(seed: seed))
            try await run.load.shop.open(in: system, stock: 1_000_000)
            try await body(run)
        }
    }

    private init(
        _ system: WaybillSystem, _ databaseProxy: TCPProxy, _ brokerProxy: TCPProxy, _ random: SeededGenerator
    ) {
        self.system = system
        self.databaseProxy = databaseProxy
        self.brokerProxy = brokerProxy
        self.random = random
    }

    /// Submits some orders, and asks for some of them to be cancelled at a random moment.
    func submit(_ count: Int) async throws {
        let numbers = submitted + 1..<submitted + count + 1
        submitted = numbers.upperBound - 1
        try await load.submit(numbers, to: system)
        for number in numbers where ChaosLoad.kind(of: number) == ChaosLoad.cancelled && !expected.isEmpty {
            try await Task.sleep(for: .milliseconds(Int.random(in: 0..<300, using: &random)))
            try await load.cancel(number, in: system)
        }
    }

    /// What every kind of order comes to undisturbed.
    func learn() async throws {
        try await submit(ChaosLoad.kinds * 3)
        try await drained(within: .seconds(90))
        for (number, outcome) in try await outcomes() {
            let kind = ChaosLoad.kind(of: number)
            guard expected[kind, default: outcome] == outcome else {
                throw ServiceExecutable.Failed(
                    description: "kind \(kind) undisturbed: \(expected[kind] ?? ""), \(outcome)")
            }
            expected[kind] = outcome
        }
        parkedBefore = try await ChaosLedger.parked(in: system)
    }

    /// Orders in waves, and the fault in the midst of them; then everything is mended, and the end is waited for.
    func suffer(_ fault: Fault) async throws -> ChaosRow {
        var row = ChaosRow(fault: fault.rawValue)
        let before = submitted
        try await submit(Self.ordersPerFault / 2)
        try await Task.sleep(for: .milliseconds(Int.random(in: 50..<800, using: &random)))
        row.inFlight = try await persist("orders in flight are counted") { try await self.unfinished() }
        row.injected = try await inject(fault)
        try await submit(Self.ordersPerFault / 2)
        let mended = ContinuousClock.now
        try await mend()
        do {
            try await drained(within: .seconds(180))
        } catch is WaitedTooLong {
            row.lost = try await unfinished()
        }
        row.drained = .now - mended
        row.orders = submitted - before
        row.lost += try await ChaosLedger.lost(in: system)
        row.doneTwice = try await ChaosLedger.doneTwice(in: system)
        let parked = try await ChaosLedger.parked(in: system)
        row.parked = parked - parkedBefore
        parkedBefore = parked
        return row
    }

    /// Every service runs again, and nothing stands still.
    func mend() async throws {
        try databaseProxy.send(.pass)
        try brokerProxy.send(.pass)
        system.mail.resume()
        for process in system.services where !process.isRunning { system.remove(process) }
        for process in system.services { process.resume() }
        for service in ServiceName.allCases
        where !system.services.contains(where: { $0.name == service.executable }) {
            try system.add(service)
        }
        try await persist("all are ready") { try await self.system.ready() }
    }

    private func drained(within limit: Duration) async throws {
        try await waitUntil("\(submitted) orders are finished", within: limit, every: .milliseconds(250)) {
            try await persist("orders are counted") { try await self.unfinished() } == 0
        }
        _ = try await persist("nothing is under way") { try await self.system.audit(within: .seconds(60)) }
    }

    /// Orders that are not at their end, those that nobody has seen included.
    func unfinished() async throws -> Int {
        let finished = try await system.count(
            in: .saga, "SELECT count(*) FROM saga WHERE phase IN ('closed', 'cancelled', 'expired')")
        return submitted - finished
    }

    /// By the order's number: headline, money and units.
    func outcomes() async throws -> [(number: Int, outcome: String)] {
        try await system.rows(in: .saga, Self.outcomes).map { row in
            (Int(try row.string(0)) ?? -1, try row.string(1))
        }
    }

    private static let outcomes: StaticString = """
        SELECT o.external_id, s.headline || ', authorised ' || s.authorised || ', captured ' || s.captured || ', voided '
            || s.voided || ', refunded ' || s.refunded || ', units ' || l.units
        FROM saga s JOIN saga_order o USING (order_id)
        JOIN (SELECT order_id, string_agg(concat_ws('/', line_id, ordered, delivered, cancelled, lost), ' '
                  ORDER BY position) AS units FROM saga_line GROUP BY order_id) l USING (order_id)
        """
}
