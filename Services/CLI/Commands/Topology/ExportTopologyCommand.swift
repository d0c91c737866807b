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
        let folder = ProcessInfo.processInfo.environment["WAYBILL_SECRETS"]
        let users = try folder.map { folder in
            try BrokerAccounts.installation { path in
                (try? String(contentsOfFile: "\(folder)/\(path)", encoding: .utf8))
                    .map { String($0.prefix { !$0.isNewline }) }
            }
        }
        Console.print(
            String(decoding: Topology.waybill.definitions(virtualHost: vhost, users: users ?? []), as: UTF8.self))
    }
}
