import AMQP
import Contracts
import Foundation
import Postgres
import TestSupport
import Testing
import WireJSON

@testable import Messaging

@Suite("Packing")
struct PackingTests {
    @Test("What goes the same way shares rows and messages when much is there at once, and each arrives once")
    func packs() async throws {
        try await EngineHarness.with { harness in
            try await harness.probeOutbox()
            // Nothing is packed while nobody has been able to look for older programs for a while: then it is done again,
            // by an engine that begins anew.
            try await waitUntil("all is packed") {
                try await harness.execute("TRUNCATE outbox_probe, account")
                try await harness.running { _ in
                    // One pack in, so that the engine surely has all of them at once.
                    let wishes = (0..<200).map { EngineHarness.envelope(Pass(account: "a\($0 % 7)")).jsonBytes }
                    try await harness.publish([EnvelopeBatch.join(wishes)], contentType: Envelope.batchContentType)
                    try await waitUntil("all are applied") {
                        try await harness.count("SELECT coalesce(sum(entries), 0)::int8 FROM account") >= 200
                    }
                    try await waitUntil("the outbox is empty") {
                        try await harness.count("SELECT count(*) FROM outbox") == 0
                    }
                }
                #expect(try await harness.count("SELECT sum(balance)::int8 FROM account") == 200)
                #expect(
                    try await harness.count(
                        "SELECT sum(envelopes)::int8 FROM outbox_probe WHERE exchange = 'waybill.public'") == 200)
                // Batches begin at one and double: 1, 2, 4 ... 64, 73, the last two in two and two packs.
                let rows = try await harness.count(
                    "SELECT count(*) FROM outbox_probe WHERE exchange = 'waybill.commands'")
                let largest = try await harness.count("SELECT max(envelopes) FROM outbox_probe")
                #expect(largest <= 50)
                return (9...14).contains(rows) && largest == 50
            }
        }
    }

    @Test("A pack has at most 64 KiB")
    func size() async throws {
        try await EngineHarness.with { harness in
            try await harness.probeOutbox()
            let name = String(repeating: "n", count: 6000)
            try await harness.running { _ in
                // Once more where none was packed, since nobody had been able to look for older programs for a while.
                try await waitUntil("a pack is full") {
                    let before = try await harness.count("SELECT coalesce(sum(entries), 0)::int8 FROM account")
                    let wishes = (0..<150).map { _ in EngineHarness.envelope(Pass(account: name)).jsonBytes }
                    try await harness.publish(
                        [EnvelopeBatch.join(wishes[..<75]), EnvelopeBatch.join(wishes[75...])],
                        contentType: Envelope.batchContentType)
                    try await waitUntil("all are applied") {
                        try await harness.count("SELECT coalesce(sum(entries), 0)::int8 FROM account") >= before + 150
                    }
                    let largest = try await harness.count(
                        "SELECT max(envelopes) FROM outbox_probe WHERE exchange = 'waybill.commands'")
                    #expect(largest <= 10)
                    return largest >= 9
                }
            }
            #expect(try await harness.count("SELECT max(size) FROM outbox_probe") <= 64 << 10)
        }
    }

    @Test("What goes to storefronts keeps its order over all routing keys: one queue of theirs has several")
    func storefronts() {
        let messages = [
            (Topology.publicEvents, "order.web.main.delivered", 1), (Topology.commands, "payment.a", 2),
            (Topology.publicEvents, "order.web.main.shipped", 3), (Topology.commands, "stock.a", 4),
            (Topology.publicEvents, "order.web.main.delivered", 5), (Topology.commands, "payment.a", 6),
        ]
        let packs = Packing.packs(of: messages) { (exchange: $0.0, routingKey: $0.1, size: 10) }
        #expect(packs.map { $0.map(\.2) } == [[1, 3, 5], [2, 6], [4]])
    }

    @Test("Storefronts know envelopes only: what shares a row is published one by one, each by its own routing key")
    func singles() async throws {
        try await EngineHarness.with { harness in
            try await harness.probeOutbox()
            try await harness.broker.withAdministrator { administrator in
                try await administrator.declareQueue("heard", arguments: [:])
                try await administrator.bind(queue: "heard", exchange: Topology.publicEvents, routingKey: "#")
            }
            // Left behind by another, and confirmed when all are.
            let left = ["order.web.main.shipped", "answer.web.main", "order.web.main.delivered"].map { key in
                (key: key, envelope: Self.wish)
            }
            try await harness.database.withConnection(schema: LedgerService.name.schema) { connection in
                _ = try await connection.query(
                    Self.leaveToStorefronts, left.map(\.key).joined(separator: " "),
                    EnvelopeBatch.join(left.map(\.envelope.jsonBytes)))
            }
            let adopted = try await harness.heard(atLeast: 3)
            #expect(adopted.map(\.routingKey) == left.map(\.key))
            #expect(adopted.map(\.body) == left.map(\.envelope.jsonBytes))
            #expect(adopted.allSatisfy { $0.properties.contentType == Envelope.contentType })
            #expect(adopted.map(\.properties.messageID) == left.map(\.envelope.id.text))

            // Its own, as they were made. Nothing is packed while nobody has been able to look for older programs.
            try await waitUntil("they share a row") {
                try await harness.execute("TRUNCATE outbox_probe")
                let wishes = (0..<200).map { EngineHarness.envelope(Add(account: "a\($0)", amount: 1)) }
                let heard = try await harness.heard(atLeast: 200) {
                    let pack = EnvelopeBatch.join(wishes.map(\.jsonBytes))
                    try await harness.publish([pack], contentType: Envelope.batchContentType)
                }
                #expect(heard.count == 200)
                #expect(heard.allSatisfy { $0.properties.contentType == Envelope.contentType })
                let envelopes = try heard.map { try ReceivedMessage(parsing: $0.body).envelope }
                #expect(Set(envelopes.compactMap(\.causationID)) == Set(wishes.map(\.id)))
                #expect(heard.map(\.properties.messageID) == envelopes.map(\.id.text))
                return try await harness.count("SELECT max(envelopes) FROM outbox_probe") == 50
            }
        }
    }

    @Test("A row is deleted when the last of its messages is confirmed")
    func confirmedOneByOne() throws {
        let messages = try ["stock.web.main", "answer.web.main", "stock.web.other"].map { key in
            try BrokerMessage(exchange: Topology.publicEvents, routingKey: key, bytes: Self.wish.jsonBytes)
        }
        let made = OutboxRow(id: 7, packing: messages)
        let row = try OutboxRow(id: 7, exchange: made.exchange, routingKey: made.routingKey, bytes: made.bytes)
        #expect(row.outbound.map(\.routingKey) == messages.map(\.routingKey))
        #expect(row.outbound.map(\.body) == messages.map(\.bytes))
        #expect(row.outbound.map(\.id) == [7, 7, 7] && row.outbound.allSatisfy { !$0.mandatory })
        let flow = Flow(limit: 2)
        flow.hold(false)
        flow.published([row])
        #expect(flow.unconfirmed == 3)
        flow.confirmed([7, 7])
        #expect(flow.takeConfirmed().isEmpty && flow.isUnderWay(7))
        flow.confirmed([7])
        #expect(flow.takeConfirmed() == [7] && flow.unconfirmed == 0)
    }

    @Test("A stored row whose routing keys and envelopes are not as many is refused")
    func torn() throws {
        let pack = EnvelopeBatch.join([Self.wish.jsonBytes, Self.wish.jsonBytes])
        #expect(throws: HandlerError.self) {
            try OutboxRow(id: 1, exchange: Topology.publicEvents, routingKey: "a b c", bytes: pack)
        }
    }

    @Test("Everything that a writer left behind is published by another, however much it is")
    func manyAdopted() async throws {
        try await EngineHarness.with { harness in
            let pack = EnvelopeBatch.join((0..<2).map { _ in Self.wish.jsonBytes })
            try await harness.database.withConnection(schema: LedgerService.name.schema) { connection in
                for row in 1...130 {
                    let left = row == 77 ? pack : Self.wish.jsonBytes
                    _ = try await connection.query(Self.leave, Int64(77_777) << 32 | Int64(row), left, String?.none)
                }
            }
            try await harness.running { _ in
                try await waitUntil("the outbox is empty") {
                    try await harness.count("SELECT count(*) FROM outbox") == 0
                }
                try await waitUntil("all are applied") {
                    try await harness.count("SELECT coalesce(sum(entries), 0)::int8 FROM account") == 131
                }
            }
        }
    }

    @Test("A pack that a writer left behind is published by another")
    func adopted() async throws {
        try await EngineHarness.with { harness in
            let pack = EnvelopeBatch.join((0..<30).map { _ in Self.wish.jsonBytes })
            try await harness.database.withConnection(schema: LedgerService.name.schema) { connection in
                _ = try await connection.query(Self.leave, Int64(77_777) << 32 | 1, pack, String?.none)
            }
            try await harness.running { _ in
                try await waitUntil("all are applied") {
                    try await harness.count("SELECT coalesce(sum(entries), 0)::int8 FROM account") >= 30
                }
                try await waitUntil("the outbox is empty") {
                    try await harness.count("SELECT count(*) FROM outbox") == 0
                }
            }
            #expect(try await harness.count("SELECT entries FROM account") == 30)
        }
    }

    @Test("A person is erased out of a pack that could not be routed, and nobody else")
    func erased() async throws {
        try await EngineHarness.with { harness in
            let (gone, stays) = (UUID(), UUID())
            let pack = EnvelopeBatch.join(
                [gone, stays, gone].map { Self.letter(to: "\($0.text)@example.org", about: $0) })
            try await harness.database.withConnection(schema: LedgerService.name.schema) { connection in
                _ = try await connection.query(Self.leave, Int64(77_777) << 32 | 1, pack, "312 NO_ROUTE")
            }
            try await harness.running { _ in
                let request = ErasePersonalData(orderIDs: [gone], reason: "asked for", actor: "tester")
                try await harness.publish([EngineHarness.envelope(request)])
                try await waitUntil("erased") { try await harness.count("SELECT count(*) FROM erasure") == 1 }
            }
            let left = try #require(
                try await harness.texts("SELECT convert_from(envelope, 'UTF8') FROM outbox WHERE id >> 32 = 77777")
                    .first)
            #expect(!left.contains("\(gone.text)@example.org"))
            #expect(left.contains("\(stays.text)@example.org"))
            let envelopes = try EnvelopeBatch.split(Array(left.utf8), contentType: Envelope.batchContentType)
            #expect(envelopes.count == 3)
        }
    }

    @Test("Nobody is erased while a pack about them is under way")
    func underWay() async throws {
        try await EngineHarness.with { harness in
            let order = UUID()
            // Held back, so that it stays where it is.
            try await harness.database.withConnection(schema: LedgerService.name.schema) { connection in
                try await connection.execute(
                    script: "INSERT INTO outbox_hold (until) VALUES (now() + interval '1 hour')")
                let pack = EnvelopeBatch.join([UUID(), order].map { Self.letter(to: "a@example.org", about: $0) })
                _ = try await connection.query(Self.leave, Int64(77_777) << 32 | 1, pack, String?.none)
            }
            try await harness.running { _ in
                let request = ErasePersonalData(orderIDs: [order], reason: "asked for", actor: "tester")
                try await harness.publish([EngineHarness.envelope(request)])
                try await waitUntil("it is kept for another try") {
                    try await harness.count("SELECT count(*) FROM inbox WHERE reason LIKE 'under_way%'") == 1
                }
            }
            #expect(try await harness.count("SELECT count(*) FROM erasure") == 0)
        }
    }

    @Test("Nothing is packed as long as a program of the release before, which cannot read packs, might adopt it")
    func older() async throws {
        let lockSlot = try #require(try PreviousRelease(of: "engine")["slot_lock"])
        try await EngineHarness.with { harness in
            try await harness.probeOutbox()
            try await harness.database.withConnection(schema: LedgerService.name.schema) { older in
                let take = "PREPARE older AS \(lockSlot); EXECUTE older(4711)"
                try await older.execute(script: take)
                try await harness.running { _ in
                    #expect(try await harness.largestPack(of: 60) == 1)
                    try await older.execute(script: "SELECT pg_advisory_unlock_all()")
                    try await waitUntil("the older program is seen to be gone") {
                        try await harness.largestPack(of: 20) > 1
                    }
                    try await older.execute(script: take.replacing("older", with: "again"))
                    try await waitUntil("another one is seen") { try await harness.largestPack(of: 20) == 1 }
                }
            }
        }
    }

    private static let leave = Statement(
        "leave",
        """
        INSERT INTO outbox (id, exchange, routing_key, envelope, returned)
        VALUES ($1::int8, 'waybill.commands', 'returns.test', $2::bytea, $3::text)
        """)

    private static let leaveToStorefronts = Statement(
        "leave_to_storefronts",
        """
        INSERT INTO outbox (id, exchange, routing_key, envelope)
        VALUES (77777::int8 << 32 | 1, 'waybill.public', $1::text, $2::bytea)
        """)

    private static var wish: Envelope { EngineHarness.envelope(Add(account: "left", amount: 1)) }

    private static func letter(to email: String, about order: UUID) -> [UInt8] {
        var envelope = wish
        envelope.orderID = order
        envelope.data = Array(#"{"account":"a","amount":1,"email":"\#(email)"}"#.utf8)
        return envelope.jsonBytes
    }
}

extension EngineHarness {
    /// Runs an engine until the queue `heard` has had so many and the outbox is empty.
    fileprivate func heard(
        atLeast count: Int, after body: @Sendable () async throws -> Void = {}
    ) async throws -> [Delivery] {
        try await running { _ in
            try await body()
            try await waitUntil("all are there") {
                try await broker.withAdministrator { administrator in
                    try await administrator.declareQueue("heard", passive: true).messageCount >= count
                }
            }
            try await waitUntil("the outbox is empty") { try await self.count("SELECT count(*) FROM outbox") == 0 }
        }
        return try await broker.withAdministrator { administrator in
            var deliveries: [Delivery] = []
            while let delivery = try await administrator.get("heard") { deliveries.append(delivery) }
            return deliveries
        }
    }

    /// Has as many messages sent at once, and gives how many the largest outbox row of them held.
    fileprivate func largestPack(of count: Int) async throws -> Int {
        let before = try await self.count("SELECT coalesce(sum(entries), 0)::int8 FROM account")
        try await database.withConnection(schema: LedgerService.name.schema) { connection in
            try await connection.execute(script: "TRUNCATE outbox_probe")
        }
        let wishes = (0..<count).map { EngineHarness.envelope(Pass(account: "a\($0 % 7)")).jsonBytes }
        try await publish([EnvelopeBatch.join(wishes)], contentType: Envelope.batchContentType)
        try await waitUntil("all are applied") {
            try await self.count("SELECT coalesce(sum(entries), 0)::int8 FROM account") >= before + count
        }
        return try await self.count("SELECT max(envelopes) FROM outbox_probe")
    }

    /// Notes what is written to the outbox, whose rows go when they are confirmed.
    fileprivate func probeOutbox() async throws {
        try await database.withConnection(schema: LedgerService.name.schema) { connection in
            try await connection.execute(
                script: """
                    CREATE TABLE outbox_probe (exchange text, size int, envelopes int);
                    CREATE FUNCTION probe() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                        INSERT INTO outbox_probe VALUES (NEW.exchange, length(NEW.envelope),
                            coalesce(array_length(regexp_split_to_array(
                                convert_from(NEW.envelope, 'UTF8'), '"specversion"'), 1) - 1, 0));
                        RETURN NEW; END $$;
                    CREATE TRIGGER probe AFTER INSERT ON outbox FOR EACH ROW EXECUTE FUNCTION probe();
                    """)
        }
    }
}
