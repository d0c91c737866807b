import ArgumentParser
import Contracts
import WireJSON

struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Services, queues, and what lags or is parked.",
        discussion: "Exit code 1 when a service is not ready.")

    struct Line: Sendable {
        var service: ServiceName
        /// `ready`, or why not.
        var health: String
        var isReady: Bool
        var queued: Int
        var consumers: Int
        var engine: EngineState
    }

    @Flag(help: "Every queue for itself, those of storefronts too.")
    var queues = false

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let (lines, queues) = try await OperatorSession.run { session in
            let queues = try await QueueState.all(try session.management())
            var lines: [Line] = []
            for service in ServiceName.allCases { lines.append(try await line(of: service, queues, session)) }
            return (lines, queues)
        }
        if output.json { Console.print(json: json(lines, queues)) } else { describe(lines, queues) }
        if lines.contains(where: { !$0.isReady }) { throw ExitCode.failure }
    }

    private func line(
        of service: ServiceName, _ queues: [QueueState], _ session: OperatorSession
    ) async throws -> Line {
        let own = Set(QueueState.queues(of: service))
        let mine = queues.filter { own.contains($0.name) }
        let (health, isReady) = await Self.health(of: service, session)
        return Line(
            service: service, health: health, isReady: isReady, queued: mine.reduce(0) { $0 + $1.depth },
            consumers: mine.map(\.consumers).max() ?? 0, engine: try await EngineState.load(service, in: session))
    }

    private static func health(of service: ServiceName, _ session: OperatorSession) async -> (String, Bool) {
        guard let address = session.address(of: service) else { return ("address not known", false) }
        do {
            let answer = try await HTTPExchange.send("GET", "\(address)/health/ready", timeout: .seconds(3))
            return answer.status == 200 ? ("ready", true) : ("not ready (\(answer.status))", false)
        } catch {
            return ("not reachable", false)
        }
    }

    private func describe(_ lines: [Line], _ queues: [QueueState]) {
        var table = TextTable(
            "service", "health", .number("readers"), .number("queued"), .number("outbox"), .number("oldest"),
            .number("effects"), .number("timers"), .number("late"), .number("retrying"), .number("parked"))
        for line in lines {
            let engine = line.engine
            table.add(
                line.service.executable, line.health, String(line.consumers), String(line.queued),
                String(engine.outbox), engine.outbox > 0 ? engine.outboxAge.short : "", String(engine.openEffects),
                String(engine.timers), engine.timerDelay > .zero ? engine.timerDelay.short : "",
                String(engine.retrying), String(engine.parked))
        }
        Console.print(table.render())
        if self.queues {
            var table = TextTable("queue", .number("waiting"), .number("in hand"), .number("readers"))
            for queue in queues {
                table.add(queue.name, String(queue.ready), String(queue.unacknowledged), String(queue.consumers))
            }
            Console.print("\n" + table.render())
        }
        if lines.contains(where: { $0.engine.parked > 0 }) {
            Console.print("\nwaybill parked list shows what is parked")
        }
    }

    private func json(_ lines: [Line], _ queues: [QueueState]) -> JSONValue {
        .object([
            (
                "services",
                .array(
                    lines.map { line in
                        .object([
                            ("service", .string(line.service.executable)), ("isReady", .bool(line.isReady)),
                            ("health", .string(line.health)), ("queued", .int(line.queued)),
                            ("consumers", .int(line.consumers)), ("engine", line.engine.json),
                        ])
                    })
            ),
            (
                "queues",
                .array(
                    queues.map { queue in
                        .object([
                            ("name", .string(queue.name)), ("ready", .int(queue.ready)),
                            ("unacknowledged", .int(queue.unacknowledged)), ("consumers", .int(queue.consumers)),
                        ])
                    })
            ),
        ])
    }
}
