import ArgumentParser
import Contracts

struct QuarantineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quarantine", abstract: "Set goods aside, and decide of those set aside.",
        subcommands: [Add.self, Release.self, WriteOff.self])

    struct Units: ParsableArguments {
        @Argument(help: "The site's code.")
        var site: String

        @Argument(help: "The article's SKU or alias.")
        var sku: String

        @Argument(help: "Units, at least 1.")
        var quantity: Int

        @Option(help: "What it is for, such as an inspection.")
        var reference = "quarantine"

        @OptionGroup var output: OutputOptions

        func book(_ kind: String) async throws {
            let movement = StockMovementRequest(site: site, sku: sku, quantity: quantity)
            try await StockBooking.run(kind, [movement], reference: reference, output)
        }
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take goods out of the stock until somebody decides; orders that had them get others.")

        @OptionGroup var units: Units

        func run() async throws { try await units.book("quarantine") }
    }

    struct Release: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Put goods back into the stock.")

        @OptionGroup var units: Units

        func run() async throws { try await units.book("unquarantine") }
    }

    struct WriteOff: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "write-off", abstract: "Take goods off the books.")

        @OptionGroup var units: Units

        func run() async throws { try await units.book("write_off") }
    }
}
