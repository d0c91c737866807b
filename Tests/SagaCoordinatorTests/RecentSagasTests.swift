import Contracts
import FoundationEssentials
import Messaging
import Postgres
import TestSupport
import Testing
import WireJSON

@testable import SagaCoordinator

@Suite("Remembered orders")
struct RecentSagasTests {
    private enum End {
        case committed
        /// It is committed, and this process never learns of it.
        case unknown
        case rolledBack
    }

    private struct RolledBack: Error {}

    private static func runs() -> [Run] {
        [
            Run.whole(Orders.make(), Participants(sites: 2, floor: .manual)),
            Run.whole(Orders.make(method: .cashOnDelivery, lines: [Orders.tea, Orders.voucher]), Participants()),
            Run.whole(Orders.make(), UnhappyEndTests.short),
            Run.whole(Orders.make(), UnhappyEndTests.review(.paymentReview)),
            DetourTests.everything(),
        ]
    }

    @Test("What a process remembers is what is stored, whoever else has written, and whatever was rolled back")
    func remembered() async throws {
        var random = SeededGenerator()
        print("remembered orders: WAYBILL_TEST_SEED=\(random.seed)")
        try await StoreTests.withSchema { connection in
            for _ in 0..<4 {
                for run in Self.runs() {
                    try await connection.execute(
                        script: """
                            TRUNCATE saga, saga_order, saga_line, saga_step, saga_fulfilment, saga_log
                            """)
                    try await Self.check(run, on: connection, using: &random)
                }
            }
        }
    }

    private static func check(
        _ run: Run, on connection: PostgresConnection, using random: inout SeededGenerator
    ) async throws {
        let (processes, seed) = ([SagaStore(), SagaStore(), SagaStore()], random.seed)
        var facts = run.facts[...]
        if Bool.random(using: &random) {
            // Early ones, kept until their predecessors come.
            facts = (run.facts.dropFirst(2).prefix(2) + run.facts)[...]
        }
        var expected = OrderSaga(id: Orders.id)
        while !facts.isEmpty {
            let batch = facts.prefix(Int.random(in: 1...3, using: &random))
            let process = processes[Int.random(in: 0..<3, using: &random)]
            let end = Int.random(in: 0..<10, using: &random)
            let outcome: End = end < 7 ? .committed : end < 9 ? .unknown : .rolledBack
            let start = run.facts.count - facts.count
            do {
                let (loaded, rows) = try await connection.transaction { transaction in
                    let loaded = try Self.load(by: process, in: &transaction)
                    var rows = loaded
                    for (offset, event) in batch.enumerated() {
                        try Self.handle(event.fact, event, number: start + offset, &rows)
                    }
                    try process.save(rows, in: &transaction)
                    if outcome == .rolledBack { throw RolledBack() }
                    return (loaded, rows)
                }
                #expect(loaded.sagas[Orders.id]?.saga ?? OrderSaga(id: Orders.id) == expected, "seed \(seed)")
                if outcome == .committed { process.committed(rows) }
            } catch is RolledBack {
                continue
            }
            for event in batch { expected = expected.after(event).saga }
            facts = facts.dropFirst(batch.count)
            // As a process that has just begun sees it, and as the others remember it.
            for reader in [SagaStore()] + processes {
                let seen = try await connection.transaction { try Self.load(by: reader, in: &$0) }
                #expect(seen.sagas[Orders.id]?.saga == expected, "seed \(seed)")
            }
        }
    }

    private static func load(by store: SagaStore, in transaction: inout Transaction) throws -> SagaStore.Rows {
        var keys = SagaStore.noKeys()
        keys.orders = [Orders.id]
        keys.resends = [Orders.id]
        return try store.load(keys, in: &transaction)
    }

    private static func handle<Fact: SagaFact>(
        _ fact: Fact, _ event: SagaEvent, number: Int, _ rows: inout SagaStore.Rows
    ) throws {
        let isOwn = event.origin == Origin()
        let envelope = Envelope(
            id: isOwn ? .v5("message \(number)") : event.origin.message, source: "/waybill/test",
            type: Fact.type, time: event.at, orderID: Orders.id, epoch: event.epoch, sequence: event.origin.spoken,
            data: fact.jsonBytes)
        var out = Outcome(cause: envelope, service: .saga, now: event.at)
        try SagaHandler<Fact>.handle(fact, HandlerContext(envelope: envelope, now: event.at), &rows, &out)
    }

    @Test("Another writer's change is read; nothing but the one row that says so is, when there is none")
    func statements() async throws {
        try await StoreTests.withSchema { connection in
            let (first, second) = (SagaStore(), SagaStore())
            let facts = Run.whole(Orders.make()).facts
            for (number, event) in facts.prefix(3).enumerated() {
                let rows = try await connection.transaction { transaction in
                    var rows = try Self.load(by: first, in: &transaction)
                    try Self.handle(event.fact, event, number: number, &rows)
                    try first.save(rows, in: &transaction)
                    return rows
                }
                first.committed(rows)
            }
            // What was not written through the saga's row would not be seen: proof that it is not read again.
            try await connection.execute(script: "UPDATE saga_step SET attempts = attempts + 7")
            func attempts(_ store: SagaStore) async throws -> [Int] {
                let rows = try await connection.transaction { try Self.load(by: store, in: &$0) }
                return try #require(rows.sagas[Orders.id]).saga.steps.map(\.attempts)
            }
            #expect(try await attempts(second).allSatisfy { $0 >= 7 })
            #expect(try await attempts(first).allSatisfy { $0 < 7 })
            // Whatever is written to the saga's row by somebody else, the version left as it is too.
            for change in ["updated_at = now()", "timer_at = timer_at - interval '2 days'", "version = version + 1"] {
                try await connection.execute(script: "UPDATE saga SET \(change)")
                #expect(try await attempts(first).allSatisfy { $0 >= 7 }, "\(change)")
                let read = try await connection.transaction { try Self.load(by: first, in: &$0) }
                first.committed(read)
                // Remembered again as it was read.
                try await connection.execute(script: "UPDATE saga_step SET attempts = attempts - 7")
                #expect(try await attempts(first).allSatisfy { $0 >= 7 }, "\(change)")
                try await connection.execute(script: "UPDATE saga_step SET attempts = attempts + 7")
            }
        }
    }

    @Test("A new session may be with another past: nothing remembered counts for it")
    func forgotten() async throws {
        try await StoreTests.withSchema { connection in
            let store = SagaStore()
            let event = try #require(Run.whole(Orders.make()).facts.first)
            let rows = try await connection.transaction { transaction in
                var rows = try Self.load(by: store, in: &transaction)
                try Self.handle(event.fact, event, number: 0, &rows)
                try store.save(rows, in: &transaction)
                return rows
            }
            store.committed(rows)
            // As after a stand-by was promoted that has given the same transaction number to other rows.
            try await connection.execute(script: "UPDATE saga_step SET attempts = attempts + 7")
            func attempts() async throws -> [Int] {
                let rows = try await connection.transaction { try Self.load(by: store, in: &$0) }
                return try #require(rows.sagas[Orders.id]).saga.steps.map(\.attempts)
            }
            #expect(try await attempts().allSatisfy { $0 < 7 })
            store.forget()
            #expect(try await attempts().allSatisfy { $0 >= 7 })
        }
    }

    @Test("No more than twice the limit and a batch is remembered: the latest, and none that is over")
    func bounded() {
        let recent = RecentSagas(limit: 10, age: .seconds(60))
        let ids = (0..<100).map { UUID.v5("order \($0)") }
        for batch in stride(from: 0, to: 100, by: 4) {
            recent.remember(
                ids[batch..<batch + 4].map { id in
                    var saga = OrderSaga(id: id)
                    saga.version = 1
                    saga.phase = .running
                    return CommittedSaga(saga: saga, writer: 1)
                })
            #expect(recent.known(of: ids).count <= 24)
            #expect(recent.known(of: Array(ids[batch..<batch + 4])).count == 4)
            #expect(recent.known(of: Array(ids[max(0, batch - 6)..<batch + 4])).count == min(batch + 4, 10))
        }
        var over = OrderSaga(id: ids[99])
        over.version = 2
        over.phase = .closed
        recent.remember([CommittedSaga(saga: over, writer: 2)])
        #expect(recent.known(of: [ids[99]]).isEmpty)
    }

    @Test("What nothing came for in a minute or two is forgotten")
    func aged() {
        let recent = RecentSagas(limit: 10, age: .seconds(60))
        let start = ContinuousClock.now
        let ids = (0..<2).map { UUID.v5("order \($0)") }
        func comes(_ id: UUID, after seconds: Int) {
            recent.remember([CommittedSaga(saga: OrderSaga(id: id), writer: 1)], at: start + .seconds(seconds))
        }
        comes(ids[0], after: 0)
        comes(ids[1], after: 59)
        comes(ids[1], after: 61)
        #expect(recent.known(of: ids).count == 2)
        comes(ids[1], after: 120)
        #expect(recent.known(of: ids).count == 2)
        comes(ids[1], after: 122)
        #expect(recent.known(of: ids).keys.map { $0 } == [ids[1]])
        // Nor does it wait for the next to come.
        comes(ids[1], after: 123)
        recent.forgetAged(at: start + .seconds(183))
        #expect(recent.known(of: ids).count == 1)
        recent.forgetAged(at: start + .seconds(243))
        #expect(recent.known(of: ids).count == 1)
        recent.forgetAged(at: start + .seconds(244))
        #expect(recent.known(of: ids).isEmpty)
    }

    @Test("An order with many lines counts for as many plain ones, and one with very many is not remembered")
    func weighed() throws {
        let recent = RecentSagas(limit: 100, age: .seconds(60), heaviest: 50)
        func saga(_ number: Int, lines: Int) throws -> CommittedSaga {
            var saga = OrderSaga(id: .v5("order \(number)"))
            saga.phase = .running
            let line = try #require(OrderSaga(id: Orders.id).after(Run.whole(Orders.make()).facts[0]).saga.lines.first)
            saga.lines = Array(repeating: line, count: lines)
            return CommittedSaga(saga: saga, writer: 1)
        }
        let ids = (0..<100).map { UUID.v5("order \($0)") }
        for number in 0..<100 { recent.remember([try saga(number, lines: 80)]) }
        #expect((9...20).contains(recent.known(of: ids).count))
        let heavy = try saga(100, lines: 400)
        recent.remember([heavy])
        #expect(recent.known(of: [heavy.saga.id]).isEmpty)
        // It was remembered before it grew.
        recent.remember([try saga(100, lines: 1)])
        #expect(recent.known(of: [heavy.saga.id]).count == 1)
        recent.remember([heavy])
        #expect(recent.known(of: [heavy.saga.id]).isEmpty)
    }

    @Test("Long texts count for as many plain orders as they are large")
    func texts() {
        let recent = RecentSagas(limit: 100, age: .seconds(60), heaviest: 50)
        let ids = (0..<100).map { UUID.v5("order \($0)") }
        for id in ids {
            var saga = OrderSaga(id: id)
            saga.phase = .running
            saga.order = Orders.make()
            saga.order?.tags = Array(repeating: String(repeating: "x", count: 200), count: 700)
            recent.remember([CommittedSaga(saga: saga, writer: 1)])
        }
        #expect((9...20).contains(recent.known(of: ids).count))
    }
}
