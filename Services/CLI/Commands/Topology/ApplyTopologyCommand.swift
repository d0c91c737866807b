import ArgumentParser
import Contracts
import WireJSON

struct ApplyTopologyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply",
        abstract: "Declare everything, and give the broker users of services and operators their rights.",
        discussion: """
            Nothing is taken away: what storefronts have been given stays. A second run changes nothing. Needs the \
            broker's administrator, as whom ./deploy/waybill runs it.
            """)

    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await OperatorSession.run { session in
            let api = try session.management()
            let users = try BrokerAccounts.installation { try session.secret($0) }
            let topology = Topology.waybill
            try await api.post("definitions", topology.definitions(virtualHost: api.vhost, users: users))
            let deviations = try await TopologyComparison(api: api).deviations()
            if output.json {
                Console.print(
                    json: JSONValue.object([
                        ("virtualHost", .string(api.vhost)), ("exchanges", .int(topology.exchanges.count)),
                        ("queues", .int(topology.queues.count)), ("bindings", .int(topology.bindings.count)),
                        ("users", .array(users.map { .string($0.name) })),
                        ("deviations", .array(deviations.map { .string($0) })),
                    ]))
                if !deviations.isEmpty { throw ExitCode.failure }
                return
            }
            Console.print(
                "applied to virtual host \(api.vhost): \(topology.exchanges.count) exchanges, "
                    + "\(topology.queues.count) queues, \(topology.bindings.count) bindings, \(users.count) users")
            guard deviations.isEmpty else {
                throw OperatorError(
                    "the broker kept what was there before:\n" + deviations.map { "  \($0)" }.joined(separator: "\n"),
                    advice:
                        "A queue with other arguments must be emptied and deleted by hand before this can declare it.")
            }
        }
    }
}
