import ArgumentParser
import WireJSON

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Load a catalogue, open three shops, and carry orders to the door.",
        discussion: """
            Exit code 1 when an order is not delivered. A second run makes new orders. Needs the administrator, as shop \
            add does.
            """)

    @Option(help: "Seconds to wait for the last delivery.")
    var patience = 180

    @OptionGroup var output: OutputOptions

    func run() async throws {
        // For a program, the story is told on standard error and the outcome alone on standard output.
        let isForProgram = output.json
        let tell: @Sendable (String) -> Void = { text in
            if isForProgram { Console.note(text) } else { Console.print(text) }
        }
        try await OperatorSession.run { session in
            let outcomes = try await DemoRun(session: session, patience: .seconds(patience), tell: tell).run()
            let isDelivered = !outcomes.isEmpty && outcomes.allSatisfy(\.isDelivered)
            if let mail = session.environment["WAYBILL_MAIL"] { tell("\ne-mails to the customers: \(mail)/new") }
            if output.json {
                Console.print(
                    json: JSONValue.object([
                        ("delivered", .bool(isDelivered)), ("orders", .array(outcomes.map(\.json))),
                    ]))
            }
            guard isDelivered else {
                throw OperatorError(
                    "not every order was delivered",
                    advice: "waybill show ORDER says what it waits for; waybill parked list what was parked.")
            }
            tell("every order was delivered; waybill show ORDER tells its whole story")
        }
    }
}
