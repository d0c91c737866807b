import ArgumentParser

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Load a catalogue, open three shops, and carry orders to the door.",
        discussion: "Exit code 1 when an order is not delivered. A second run makes new orders.")

    @Option(help: "Seconds to wait for the last delivery.")
    var patience = 180

    func run() async throws {
        try await OperatorSession.run { session in
            let isDelivered = try await DemoRun(session: session, patience: .seconds(patience)).run()
            if let mail = session.environment["WAYBILL_MAIL"] {
                Console.print("\ne-mails to the customers: \(mail)/new")
            }
            guard isDelivered else {
                throw OperatorError(
                    "not every order was delivered",
                    advice: "waybill show ORDER says what it waits for; waybill parked list what was parked.")
            }
            Console.print("every order was delivered; waybill show ORDER tells its whole story")
        }
    }
}
