import ArgumentParser
import Contracts
import FoundationEssentials

struct ExportTopologyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Print the definitions file, for rabbitmqctl import_definitions.",
        discussion: "Users are in it when their passwords are at hand (WAYBILL_SECRETS), as salted hashes.")

    @Option(help: "The virtual host that it is for.")
    var vhost = "waybill"

    func run() async throws {
        let folder = SecretsFolder(environment: ProcessInfo.processInfo.environment)
        let users = try folder.map { folder in try BrokerAccounts.installation { try folder.secret($0) } }
        Console.print(
            String(decoding: Topology.waybill.definitions(virtualHost: vhost, users: users ?? []), as: UTF8.self))
    }
}
