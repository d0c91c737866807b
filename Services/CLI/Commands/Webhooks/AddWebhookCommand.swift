import ArgumentParser
import Contracts
import FoundationEssentials
import WireJSON

struct AddWebhookCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add an endpoint of a shop, or change it.",
        discussion: """
            Requests are signed as Standard Webhooks says. Without --secret a new one is made and printed, once. For a \
            rotation give --secret twice, the new one first: both sign until you leave the old one out.
            """)

    @Argument(help: "Such as shopify, woocommerce or web.")
    var channel: String

    @Argument(help: "Which of the channel's shops.")
    var shop: String

    @Argument(help: "https, with a host that everybody can reach.")
    var url: String

    @Option(help: "Tells several endpoints of one shop apart.")
    var name = "default"

    @Option(name: .customLong("secret"), help: "whsec_ and base64 of 24 to 64 bytes.")
    var secrets: [String] = []

    @Option(
        name: .customLong("event"), help: "Such as order.shipped or return.*; several times for several; all if none.")
    var events: [String] = []

    @Flag(help: "Keep the secrets that the endpoint has.")
    var keepSecrets = false

    @Flag(help: "Send nothing more to it.")
    var disable = false

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let made = secrets.isEmpty && !keepSecrets && !disable ? [Self.newSecret()] : []
        let command = UpsertWebhook(
            channel: channel, shop: shop, name: name, url: url, secrets: secrets + made, events: events,
            isActive: !disable, actor: OperatorName.current)
        let answer = try await OperatorSession.run { session in
            try await session.reply(WebhookAnswered.self, to: try await session.send(command))
        }
        if output.json {
            Console.print(
                json: JSONValue.object([
                    ("accepted", .bool(answer.accepted)), ("endpointId", .text(answer.endpointID?.text)),
                    ("secret", .text(made.first)), ("reason", .text(answer.reason?.line)),
                ]))
        } else if answer.accepted {
            Console.print("endpoint \(answer.endpointID?.text ?? "") of \(channel)/\(shop)")
            if let secret = made.first { Console.print("secret    \(secret)") }
        } else {
            Console.print("refused: \(answer.reason?.line ?? "")")
        }
        if !answer.accepted { throw ExitCode.failure }
    }

    /// Two random ids: 32 bytes, of which 244 bits are random.
    private static func newSecret() -> String {
        "whsec_" + Data(UUID().bytes + UUID().bytes).base64EncodedString()
    }
}
