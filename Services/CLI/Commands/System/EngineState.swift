import Contracts
import Postgres
import WireJSON

/// What a service's engine has on its hands.
struct EngineState: Sendable {
    var outbox: Int
    /// How long its oldest message has waited for the broker.
    var outboxAge: Duration
    /// Messages that the broker could not route.
    var returned: Int
    var timers: Int
    /// How late its latest timer is.
    var timerDelay: Duration
    var openEffects: Int
    var parkedEffects: Int
    var retrying: Int
    var parkedMessages: Int

    var parked: Int { parkedMessages + parkedEffects + returned }

    static func load(_ service: ServiceName, in session: OperatorSession) async throws -> EngineState {
        guard let row = try await session.database(service).query(EngineQueries.state).first else {
            throw OperatorError("\(service.executable) has no tables; has it been migrated?")
        }
        return EngineState(
            outbox: try row.int(0), outboxAge: .seconds(max(0, try row.double(1))), returned: try row.int(2),
            timers: try row.int(3), timerDelay: .seconds(max(0, try row.double(4))), openEffects: try row.int(5),
            parkedEffects: try row.int(6), retrying: try row.int(7), parkedMessages: try row.int(8))
    }

    var json: JSONValue {
        .object([
            ("outbox", .int(outbox)), ("outboxAgeMilliseconds", .int(outboxAge.wholeMicroseconds / 1000)),
            ("timers", .int(timers)), ("timerDelayMilliseconds", .int(timerDelay.wholeMicroseconds / 1000)),
            ("openEffects", .int(openEffects)), ("retrying", .int(retrying)), ("parked", .int(parked)),
        ])
    }
}
