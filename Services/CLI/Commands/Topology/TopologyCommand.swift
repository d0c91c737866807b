import ArgumentParser

struct TopologyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "topology", abstract: "The broker's exchanges, queues, bindings, users and rights.",
        subcommands: [ApplyTopologyCommand.self, ExportTopologyCommand.self, CheckTopologyCommand.self])
}
