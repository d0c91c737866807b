import Contracts
import FoundationEssentials
import Messaging
import Postgres
import WireJSON

/// SQL of `saga_command`. Read only when something may have to be sent again.
enum CommandTable {
    static let select = Statement(
        "saga_command_select",
        """
        SELECT c.order_id, c.step, c.unit, c.exchange, c.routing_key, c.envelope
        FROM saga_command c JOIN saga_step s USING (order_id, step, unit, epoch)
        WHERE c.order_id = ANY($1::uuid[]) AND s.status = 'sent'
        """)

    private static let insert = Statement(
        "saga_command_insert",
        """
        INSERT INTO saga_command (order_id, step, unit, epoch, exchange, routing_key, envelope)
        SELECT * FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::int4[], $5::text[], $6::text[], $7::bytea[])
        """)

    /// What is finished asks nobody again.
    private static let delete = Statement(
        "saga_command_delete", "DELETE FROM saga_command WHERE order_id = ANY($1::uuid[])")

    private struct Row {
        let orderID: UUID
        let key: StepKey
        let command: StoredCommand
    }

    static func read(_ rows: PostgresRows, into sagas: inout Table<UUID, SagaRow>) throws {
        for row in rows {
            let id = try row.uuid(0)
            guard var saga = sagas[id] else { continue }
            let bytes = try row.bytes(5)
            let envelope = try ReceivedMessage(parsing: bytes).envelope
            saga.commands[StepKey(StepName(rawValue: try row.string(1)), try row.uuid(2))] = StoredCommand(
                envelope: envelope, bytes: bytes, exchange: try row.string(3), routingKey: try row.string(4))
            sagas.load(saga, as: id)
        }
    }

    static func write(_ rows: [SagaRow], in transaction: inout Transaction) throws {
        let finished = rows.filter { $0.saga.phase.isFinal && $0.loaded?.phase.isFinal == false }.map(\.saga.id)
        if !finished.isEmpty { try transaction.send(delete, finished) }
        let sent = rows.filter { !$0.saga.phase.isFinal }.flatMap { row in
            row.sent.map { Row(orderID: row.saga.id, key: $0.key, command: $0.command) }
        }
        guard !sent.isEmpty else { return }
        try transaction.send(
            insert, sent.map(\.orderID), sent.map(\.key.name.rawValue), sent.map(\.key.unit),
            sent.map { Int32($0.command.envelope.epoch) }, sent.map(\.command.exchange),
            sent.map(\.command.routingKey), sent.map(\.command.bytes))
    }
}
