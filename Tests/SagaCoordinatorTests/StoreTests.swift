import Contracts
import FoundationEssentials
import Logging
import Messaging
import Postgres
import TestSupport
import Testing
import WireJSON

@testable import SagaCoordinator

@Suite("The coordinator's rows")
struct StoreTests {
    @Test(
        "an order that goes through handlers and database ends as the pure transition says, and replays from its log",
        arguments: [
            (Orders.make(), Participants(sites: 2, floor: .manual)),
            (Orders.make(method: .cashOnDelivery, lines: [Orders.tea, Orders.voucher]), Participants()),
            (Orders.make(), UnhappyEndTests.short), (Orders.make(), UnhappyEndTests.review(.paymentReview)),
        ])
    func roundTrip(order: Order, participants: Participants) async throws {
        try await Self.check(Run.whole(order, participants))
    }

    @Test("so does an order that is cancelled in part while two sites pack it, rerouted, and partly brought back")
    func roundTripOfDetours() async throws {
        try await Self.check(DetourTests.everything())
    }

    private static func check(_ run: Run) async throws {
        try await Self.withSchema { connection in
            var expected = OrderSaga(id: Orders.id)
            // Backwards first, so that what comes early is stored and read too.
            let late = run.facts.dropFirst(2).prefix(2)
            let facts = late + run.facts
            for (index, event) in facts.enumerated() {
                expected = expected.after(event).saga
                try await Self.take(event, message: index, on: connection)
                let stored = try await Self.stored(on: connection)
                #expect(stored == expected, "after \(type(of: event.fact).type.rawValue)")
                try await Self.expire(expected, on: connection)
            }
            #expect(expected.headline == run.saga.headline)
            let log = try await Self.log(on: connection)
            #expect(log.count == facts.count)
            #expect(try Replay.run(log, of: Orders.id) == expected)
        }
    }

    @Test("the audit names an order whose rows are not what its log says, and no other")
    func audit() async throws {
        try await Self.withSchema { connection in
            for (index, event) in Run.whole(Orders.make()).facts.prefix(5).enumerated() {
                try await Self.take(event, message: index, on: connection)
            }
            let ids = [Orders.id, UUID.v5("unknown")]
            let clean = try await connection.transaction { try SagaStore.differing(among: ids, in: &$0) }
            #expect(clean.isEmpty)
            try await connection.execute(script: "UPDATE saga_line SET packed = packed - 1, picked = picked + 1")
            let broken = try await connection.transaction { try SagaStore.differing(among: ids, in: &$0) }
            #expect(broken == [Orders.id])
        }
    }

    @Test("commands are kept only while they may have to be sent again")
    func keptCommands() async throws {
        try await Self.withSchema { connection in
            let facts = Run.whole(Orders.make()).facts
            for (index, event) in facts.enumerated() {
                try await Self.take(event, message: index, on: connection)
                let kept = try await Self.count(Self.countCommands, on: connection)
                #expect((kept == 0) == (index == facts.count - 1))
            }
        }
    }

    @Test("a coordinator of the release before finds the commands of this one, and this one those of that")
    func olderCoordinator() async throws {
        try await Self.withSchema { connection in
            let now = Timestamp(seconds: 1_770_000_100)
            let sent = try await Self.take(
                SagaEvent(OrderAccepted(order: Orders.make()), at: now), message: 0, on: connection)
            let command = try #require(sent.first { $0.envelope.type == AuthorisePayment.type })
            let kept = try await connection.query(
                Statement(
                    "older_select",
                    """
                    SELECT c.exchange, c.routing_key, c.envelope FROM saga_command c
                    JOIN saga_step s USING (order_id, step, unit, epoch) WHERE s.status = 'sent' AND s.step = $1
                    """), StepName.authorise.rawValue)
            let row = try #require(kept.first)
            #expect(try row.string(0) == command.exchange && row.string(1) == command.routingKey)
            #expect(try row.bytes(2) == command.bytes)

            // As that one keeps a step's next command, and removes them all at the order's end.
            var next = command.envelope
            next.epoch += 1
            try await connection.query(
                Statement("older_epoch", "UPDATE saga_step SET epoch = epoch + 1 WHERE step = $1"),
                StepName.authorise.rawValue)
            try await connection.query(
                Statement(
                    "older_insert",
                    """
                    INSERT INTO saga_command (order_id, step, unit, epoch, exchange, routing_key, envelope)
                    SELECT order_id, step, unit, epoch, 'waybill.commands', 'older', $2::bytea
                    FROM saga_step WHERE step = $1
                    """), StepName.authorise.rawValue, next.jsonBytes)
            let due = SagaEvent(DeadlineReached(), at: now + .seconds(301))
            let again = try await Self.take(due, message: 1, on: connection)
            let repeated = try #require(again.first { $0.envelope.type == AuthorisePayment.type })
            #expect(repeated.bytes == next.jsonBytes && repeated.routingKey == "older")
            try await connection.execute(script: "DELETE FROM saga_command")
            #expect(try await Self.count(Self.countCommands, on: connection) == 0)
        }
    }

    @Test("an order whose content is replaced while it waits for money has the new lines")
    func replacedContent() async throws {
        try await Self.withSchema { connection in
            let now = Timestamp(seconds: 1_770_000_100)
            let waiting = Orders.make(state: .unpaid)
            try await Self.take(SagaEvent(OrderAccepted(order: waiting), at: now), message: 0, on: connection)
            let paid = Orders.make(state: .paid, lines: [Orders.cup])
            let update = OrderUpdated(order: paid, changed: ["$.lines"])
            try await Self.take(SagaEvent(update, at: now), message: 1, on: connection)
            let stored = try #require(try await Self.stored(on: connection))
            #expect(stored.lines.map(\.lineID) == ["L2"])
            #expect(stored.order?.lines.count == 1)
        }
    }

    @Test("a step that is late is asked for again with the very bytes that went out first")
    func sameBytes() async throws {
        try await Self.withSchema { connection in
            let now = Timestamp(seconds: 1_770_000_100)
            let accepted = SagaEvent(OrderAccepted(order: Orders.make()), at: now)
            let first = try await Self.take(accepted, message: 0, on: connection)
            let due = SagaEvent(DeadlineReached(), at: now + .seconds(301))
            let again = try await Self.take(due, message: 1, on: connection)
            let command = try #require(first.first { $0.envelope.type == AuthorisePayment.type })
            let repeated = try #require(again.first { $0.envelope.type == AuthorisePayment.type })
            #expect(command.envelope.jsonBytes == repeated.envelope.jsonBytes)
            #expect(command.exchange == repeated.exchange && command.routingKey == repeated.routingKey)
        }
    }

    @Test("so is one that was done, and is to be done again: a site opens its parcel for a cancel, and falls silent")
    func sameBytesOfOpenedParcel() async throws {
        var run = Run(Participants(override: { $0 is BuyLabel ? [] : nil }))
        run.take(OrderAccepted(order: Orders.make()))
        run.drain()
        let lines = [LineQuantity(lineID: "L1", quantity: 1)]
        run.take(CancelOrder(reason: "less", actor: "ada", lines: lines))
        #expect(run.drain { $0 is FulfilmentCancelled })
        let fulfilment = try #require(run.saga.fulfilments.first)
        let fulfil = try #require(run.saga.step(.fulfil, fulfilment.id))
        let due = try #require(fulfil.due)
        #expect(fulfil.isOpen && fulfil.epoch == 0 && fulfilment.parcel == nil)
        try await Self.withSchema { connection in
            var sent: [OutgoingMessage] = []
            for (index, event) in run.facts.enumerated() {
                sent += try await Self.take(event, message: index, on: connection)
            }
            let expired = SagaEvent(DeadlineReached(), at: due + .seconds(1))
            let again = try await Self.take(expired, message: run.facts.count, on: connection)
            let first = try #require(sent.first { $0.envelope.type == FulfilOrder.type })
            let repeated = try #require(again.first { $0.envelope.type == FulfilOrder.type })
            #expect(first.bytes == repeated.bytes)
            #expect(first.exchange == repeated.exchange && first.routingKey == repeated.routingKey)
        }
    }

    @Test("an operator's wish about an order that nobody knows is answered and leaves no row")
    func unknownOrder() async throws {
        try await Self.withSchema { connection in
            let wish = SagaEvent(CancelOrder(reason: "typo", actor: "eve"), at: Timestamp(seconds: 1))
            let sent = try await Self.take(wish, message: 0, on: connection)
            #expect(sent.map(\.envelope.type) == [CancelAnswered.type])
            #expect(try await Self.stored(on: connection) == nil)
        }
    }

    @Test(
        "the database refuses a ledger that does not add up, money that was never there, and an order that waits for nothing",
        arguments: [
            "UPDATE saga_line SET delivered = delivered + 1", "UPDATE saga_line SET pending = pending - 9, picked = 9",
            "UPDATE saga SET captured = authorised + 1", "UPDATE saga SET refunded = 1, authorised = 9",
            "UPDATE saga SET deadline = NULL", "UPDATE saga_step SET status = 'done'",
        ])
    func checks(sql: String) async throws {
        try await Self.withSchema { connection in
            let accepted = SagaEvent(OrderAccepted(order: Orders.make()), at: Timestamp(seconds: 1_770_000_100))
            try await Self.take(accepted, message: 0, on: connection)
            let error = await #expect(throws: PostgresError.self) { try await connection.execute(script: sql) }
            #expect(error?.sqlState == "23514")
        }
    }

    private static let countCommands: StaticString = "SELECT count(*) FROM saga_step WHERE command IS NOT NULL"

    static func withSchema(_ body: (PostgresConnection) async throws -> Void) async throws {
        try await TestDatabase.with { database in
            _ = try await Migrator.migrate(
                configuration: database.configuration(schema: "saga"), schema: "saga",
                migrations: SagaCoordinatorService.migrations, logger: Logger(label: "test"))
            try await database.withConnection(schema: "saga", body)
        }
    }

    /// Whatever the order waits for may not come: each deadline is reached once, and nothing of it kept.
    private static func expire(_ saga: OrderSaga, on connection: PostgresConnection) async throws {
        struct Undone: Error {}
        for due in Set(saga.steps.compactMap(\.due)) {
            let event = SagaEvent(DeadlineReached(), at: due + .seconds(1))
            let envelope = Envelope(
                id: .v5("deadline"), source: "/waybill/test", type: DeadlineReached.type, time: event.at,
                orderID: Orders.id, epoch: 0, data: DeadlineReached().jsonBytes)
            await #expect(throws: Undone.self, "a deadline in \(saga.headline)") {
                try await connection.transaction { transaction in
                    _ = try Self.handle(DeadlineReached(), envelope, at: event.at, in: &transaction)
                    throw Undone()
                }
            }
        }
    }

    /// One message as one batch: loaded, handled, saved.
    @discardableResult
    private static func take(
        _ event: SagaEvent, message: Int, on connection: PostgresConnection
    ) async throws -> [OutgoingMessage] {
        let fact = event.fact
        let envelope = Envelope(
            id: event.origin == Origin() ? .v5("message \(message)") : event.origin.message, source: "/waybill/test",
            type: type(of: fact).type, time: event.at,
            orderID: Orders.id, epoch: event.epoch, sequence: event.origin.spoken, data: fact.jsonBytes)
        let now = event.at
        return try await connection.transaction { transaction in
            try Self.handle(fact, envelope, at: now, in: &transaction)
        }
    }

    private static func handle<Fact: SagaFact>(
        _ fact: Fact, _ envelope: Envelope, at now: Timestamp, in transaction: inout Transaction
    ) throws -> [OutgoingMessage] {
        let store = SagaStore()
        var keys = SagaStore.noKeys()
        SagaHandler<Fact>.keys(of: fact, envelope, into: &keys)
        var rows = try store.load(keys, in: &transaction)
        var out = Outcome(cause: envelope, service: .saga, now: now)
        try SagaHandler<Fact>.handle(fact, HandlerContext(envelope: envelope, now: now), &rows, &out)
        try store.save(rows, in: &transaction)
        return out.messages
    }

    private static func stored(on connection: PostgresConnection) async throws -> OrderSaga? {
        try await connection.transaction { transaction in
            var keys = SagaStore.noKeys()
            keys.orders = [Orders.id]
            return try SagaStore().load(keys, in: &transaction).sagas[Orders.id]?.saga
        }
    }

    private static func count(_ sql: StaticString, on connection: PostgresConnection) async throws -> Int {
        try await connection.transaction { transaction in
            try transaction.run(Statement("test_count", sql)).first?.int(0) ?? 0
        }
    }

    private static func log(on connection: PostgresConnection) async throws -> [LogEntry] {
        try await connection.transaction { transaction in
            try LogTable.read(try transaction.run(LogTable.select, [Orders.id]))
        }
    }
}
