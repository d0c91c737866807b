import AMQP
import Contracts
import FoundationEssentials
import Logging
import Messaging
import Postgres
import TestSupport
import Testing
import WireJSON

@testable import Notifications

@Suite(
    "The service of notifications",
    .enabled(if: PythonScript.hasServer, "aiosmtpd is missing: pip install -r deploy/test-requirements.txt"))
struct NotificationsEngineTests {
    @Test("sends each milestone once, however often it is told, and says what became of each")
    func once() async throws {
        try await Self.migrated { database, broker in
            try await PythonScript.withFolder { folder in
                try await SmtpServer.with(folder: folder) { server in
                    try await Self.running(server.configuration, database, broker) {
                        let order = NotificationsFixture.order()
                        let shipped = NotificationsFixture.reached(.shipped, order: order)
                        let one = NotificationsFixture.envelope(shipped)
                        // A hundred deliveries: half of them the same message, half the same milestone told anew.
                        var envelopes = Array(repeating: one, count: 50)
                        envelopes += (0..<50).map { _ in NotificationsFixture.envelope(shipped) }
                        let others = ["nobody@example.com", "later@example.com", "lost@example.com", "no address", ""]
                        envelopes += others.map { address in
                            let order = NotificationsFixture.order(id: UUID(), email: address)
                            return NotificationsFixture.envelope(NotificationsFixture.reached(.received, order: order))
                        }
                        try await Self.publish(envelopes, broker)
                        try await waitUntil("nothing is pending any more") {
                            let states = try await Self.states(database)
                            return states.count == 6 && !states.contains { $0.hasSuffix("pending") }
                        }
                    }
                    #expect(
                        try await Self.states(database) == [
                            " no_address", "ayse@example.com sent", "later@example.com sent", "lost@example.com sent",
                            "no address refused", "nobody@example.com refused",
                        ])
                    let accepted = try server.accepted
                    #expect(accepted.filter { $0.to == ["ayse@example.com"] }.count == 1)
                    #expect(accepted.filter { $0.to == ["later@example.com"] }.count == 1)
                    // The server took it without saying so: it is sent again, recognisable by its Message-ID.
                    let lost = try accepted.filter { $0.to == ["lost@example.com"] }.map { try server.bytes(of: $0) }
                    #expect(lost.count == 2 && lost[0] == lost[1])
                    let mail = try server.parsed(try #require(accepted.first { $0.to == ["ayse@example.com"] }))
                    #expect(mail.header("subject") == ["#1001 numaralı siparişiniz yola çıktı"])
                    #expect(mail.defects.isEmpty)
                    let ids = try await Self.texts(
                        "SELECT message_id FROM notification WHERE recipient = 'ayse@example.com'", database)
                    #expect(mail.header("message-id") == ids)
                    let reasons = try await Self.texts(
                        "SELECT reason_code || ' ' || reason FROM notification WHERE state = 'refused'", database)
                    #expect(reasons.count == 2 && reasons.contains { $0.hasPrefix("recipient_refused 550") })
                    #expect(!reasons.contains { $0.contains("@") })
                }
            }
        }
    }

    @Test("waits for a mail server that is away, and sends when it is back")
    func away() async throws {
        try await Self.migrated { database, broker in
            try await PythonScript.withFolder { folder in
                let port = try ServiceExecutable.freePort()
                let configuration = SmtpConfiguration(host: "127.0.0.1", port: port, timeout: .seconds(60))
                try await Self.running(configuration, database, broker) {
                    let message = NotificationsFixture.reached(.confirmed)
                    try await Self.publish([NotificationsFixture.envelope(message)], broker)
                    try await waitUntil("it was tried three times") {
                        try await Self.texts("SELECT key FROM effect WHERE attempts >= 3", database).count == 1
                    }
                    try await SmtpServer.with(folder: folder, port: port) { server in
                        try await waitUntil("it is sent") {
                            try await Self.states(database) == ["ayse@example.com sent"]
                        }
                        #expect(try server.accepted.count == 1)
                    }
                }
            }
        }
    }

    @Test("gives up at last, and leaves it to an operator")
    func parked() async throws {
        try await Self.migrated { database, broker in
            let configuration = SmtpConfiguration(host: "127.0.0.1", port: 1, timeout: .seconds(5))
            try await Self.running(configuration, database, broker, attempts: 3) {
                try await Self.publish(
                    [NotificationsFixture.envelope(NotificationsFixture.reached(.confirmed))], broker)
                try await waitUntil("the effect is parked") {
                    try await Self.texts("SELECT reason FROM effect WHERE state = 4", database).count == 1
                }
            }
            #expect(try await Self.states(database) == ["ayse@example.com pending"])
        }
    }

    @Test("keeps its rows as they were written, and one per milestone")
    func rows() async throws {
        try await Self.migrated { database, _ in
            try await database.withConnection(schema: ServiceName.notifications.schema) { connection in
                let store = NotificationsStore(renderer: try MailRenderer(sender: NotificationsFixture.sender))
                var written = try NotificationsFixture.rows()
                _ = try NotificationsFixture.handle(NotificationsFixture.reached(.shipped), &written)
                _ = try NotificationsFixture.handle(NotificationsFixture.reached(.confirmed), &written)
                let ids = Set(written.notifications.keys)
                var keys = NotificationsStore.Keys()
                keys.notifications = ids
                try await connection.transaction { [written] in try store.save(written, in: &$0) }
                let changed = try await connection.transaction { [keys] transaction in
                    var rows = try store.load(keys, in: &transaction)
                    for (id, isSent) in zip(ids, [true, false]) {
                        if isSent {
                            rows.notifications[id]?.markSent(at: NotificationsFixture.time)
                        } else {
                            rows.notifications[id]?.markRefused(Reason(code: "recipient_refused", message: "550 no"))
                        }
                    }
                    try store.save(rows, in: &transaction)
                    return Set(rows.notifications.rows)
                }
                let read = try await connection.transaction { [keys] in
                    Set(try store.load(keys, in: &$0).notifications.rows)
                }
                #expect(read == changed && read.count == 2)
                // The addresses go when their time is over, those that are settled; the rows stay.
                try await connection.execute(
                    script: "UPDATE notification SET created_at = created_at - interval '2 days' WHERE state = 'sent'")
                for (days, erased) in [(3, 0), (1, 1)] {
                    try await connection.transaction { transaction in
                        try NotificationTable.forgetRecipients(
                            after: Int64(days) * 86_400_000_000, in: &transaction)
                    }
                    let rows = try await connection.transaction { [keys] in try store.load(keys, in: &$0).notifications
                    }
                    #expect(rows.rows.filter { $0.recipient == nil }.count == erased && rows.rows.count == 2)
                }
                let error = await #expect(throws: PostgresError.self) {
                    try await connection.execute(
                        script: """
                            INSERT INTO notification (id, order_id, milestone, aggregate, channel, language, subject,
                                                      state, message_id)
                            SELECT gen_random_uuid(), order_id, milestone, aggregate, channel, language, subject,
                                   'pending', message_id FROM notification
                            """)
                }
                #expect(error?.sqlState == "23505")
            }
        }
    }
    @Test("marks e-mails as sent where their rows are, without touching an index")
    func inPlace() async throws {
        try await Self.migrated { database, _ in
            try await database.withConnection(schema: ServiceName.notifications.schema) { connection in
                let store = NotificationsStore(renderer: try MailRenderer(sender: NotificationsFixture.sender))
                var written = try NotificationsFixture.rows()
                for _ in 0..<100 {
                    let order = NotificationsFixture.order(id: UUID())
                    _ = try NotificationsFixture.handle(
                        NotificationsFixture.reached(.confirmed, order: order), &written)
                }
                var keys = NotificationsStore.Keys()
                keys.notifications = Set(written.notifications.keys)
                try await connection.transaction { [written] in try store.save(written, in: &$0) }
                let before = try await Self.pages(connection)
                try await connection.transaction { [keys] transaction in
                    var rows = try store.load(keys, in: &transaction)
                    for id in keys.notifications { rows.notifications[id]?.markSent(at: NotificationsFixture.time) }
                    try store.save(rows, in: &transaction)
                }
                let moved = try await Self.pages(connection).filter { before[$0] != $1 }
                #expect(before.count == 100 && moved.count <= 10, "\(moved.count) of 100 went to another page")
            }
        }
    }
}

extension NotificationsEngineTests {
    /// The page that each row is in.
    private static func pages(_ connection: PostgresConnection) async throws -> [UUID: String] {
        let rows = try await connection.query(
            Statement("pages", "SELECT id, split_part(ctid::text, ',', 1) FROM notification"))
        return try Dictionary(uniqueKeysWithValues: rows.map { (try $0.uuid(0), try $0.string(1)) })
    }

    private static func migrated(_ body: (TestDatabase, TestBroker) async throws -> Void) async throws {
        try await TestDatabase.with { database in
            _ = try await Migrator.migrate(
                configuration: database.configuration, schema: ServiceName.notifications.schema,
                migrations: EngineMigrations.all + NotificationsService.migrations, logger: Logger(label: "test"))
            try await TestBroker.with { broker in try await body(database, broker) }
        }
    }

    private static func running(
        _ smtp: SmtpConfiguration, _ database: TestDatabase, _ broker: TestBroker, attempts: Int = 100,
        _ body: @Sendable () async throws -> Void
    ) async throws {
        let sender = NotificationsFixture.sender
        let effect = EmailEffect(sender: sender, gateway: SmtpPool(smtp, connections: 2), concurrency: 2)
        try await RunningEngine.with(
            .notifications, store: NotificationsStore(renderer: try MailRenderer(sender: sender)),
            handlers: HandlerMap<NotificationsStore>().on(MilestoneReachedHandler.self)
                .on(EmailEffectDoneHandler.self),
            effects: [EmailEffectDone.effectKind: effect], database: database, broker: broker,
            adjust: {
                $0.effectRetryPolicy = RetryPolicy(
                    base: .milliseconds(20), cap: .milliseconds(100), maximumAttempts: attempts)
            }
        ) { _ in try await body() }
    }

    private static func publish(_ envelopes: [Envelope], _ broker: TestBroker) async throws {
        try await broker.withAdministrator { administrator in
            try await administrator.publishAndConfirm(
                envelopes.map { envelope in
                    var properties = MessageProperties()
                    properties.contentType = Envelope.contentType
                    properties.messageID = envelope.id.text
                    let order = envelope.orderID ?? .zero
                    return Outbound(
                        id: 0, exchange: Topology.events,
                        routingKey: Topology.routingKey(ofEvent: envelope.type, orderID: order), mandatory: true,
                        properties: properties, body: envelope.jsonBytes)
                })
        }
    }

    private static func states(_ database: TestDatabase) async throws -> [String] {
        try await texts(
            """
            SELECT coalesce(recipient, '') || ' ' || state FROM notification
            ORDER BY recipient COLLATE "C" NULLS FIRST
            """, database)
    }

    private static func texts(_ sql: StaticString, _ database: TestDatabase) async throws -> [String] {
        try await database.withConnection(schema: ServiceName.notifications.schema) { connection in
            try await connection.query(Statement("texts", sql)).map { try $0.string(0) }
        }
    }
}
