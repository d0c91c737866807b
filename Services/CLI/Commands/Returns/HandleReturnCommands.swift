import ArgumentParser
import Contracts

struct ReceiveReturnCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "receive", abstract: "Units of a return arrived; it may come in parts.")

    @Argument(help: "The return's id, or the beginning of it.")
    var id: String

    @Option(help: "The site's code.")
    var site: String

    @Option(name: .customLong("line"), help: "LINE=UNITS, such as 1=2; several times for several lines.")
    var lines: [LineChoice]

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let answer = try await OperatorSession.run { session in
            let reference = try await ReturnReference.find(id, in: session)
            let command = ReceiveReturn(
                returnID: reference.id, site: site, actor: OperatorName.current, lines: lines.map(\.units))
            return try await session.reply(
                ReturnAnswered.self, to: try await session.send(command, orderID: reference.orderID))
        }
        try answer.show(output)
    }
}

struct InspectReturnCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect", abstract: "What received units are like and what is done with them.",
        discussion: "Stock rises and money goes back for what is inspected, and for nothing else.")

    @Argument(help: "The return's id, or the beginning of it.")
    var id: String

    @Option(name: .customLong("line"), help: "LINE=UNITS, such as 1=2; several times for several lines.")
    var lines: [LineChoice]

    @Option(help: "restock, quarantine, write_off or send_back.")
    var disposition: String

    @Option(help: "Kept with the message; the customer does not read it.")
    var note: String?

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let answer = try await OperatorSession.run { session in
            let reference = try await ReturnReference.find(id, in: session)
            let findings = lines.map {
                InspectedLine(
                    lineID: $0.lineID, quantity: $0.quantity, disposition: ReturnDisposition(rawValue: disposition),
                    note: note)
            }
            let command = InspectReturn(returnID: reference.id, actor: OperatorName.current, lines: findings)
            return try await session.reply(
                ReturnAnswered.self, to: try await session.send(command, orderID: reference.orderID))
        }
        try answer.show(output)
    }
}

struct SettleReturnCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "settle", abstract: "Give what is due once more, after a refund was refused for good.")

    @Argument(help: "The return's id, or the beginning of it.")
    var id: String

    @Option(name: .customLong("as"), help: "refund or store_credit.")
    var settlement = "refund"

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let answer = try await OperatorSession.run { session in
            let reference = try await ReturnReference.find(id, in: session)
            let command = SettleReturn(
                returnID: reference.id, actor: OperatorName.current,
                settlement: ReturnSettlementKind(rawValue: settlement))
            return try await session.reply(
                ReturnAnswered.self, to: try await session.send(command, orderID: reference.orderID))
        }
        try answer.show(output)
    }
}

struct ReturnLinkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "link", abstract: "Make the signed link under which the customer returns an order.")

    @Argument(help: "The order's id, number or external id.")
    var order: String

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let issued = try await OperatorSession.run { session in
            let reference = try await OrderReference.find(order, in: session)
            let sent = try await session.send(IssueReturnLink(actor: OperatorName.current), orderID: reference.id)
            return try await session.reply(ReturnLinkIssued.self, to: sent)
        }
        if output.json { return Console.print(json: issued) }
        Console.print(issued.link)
        Console.print("good until \(issued.expiresAt.rfc3339)")
    }
}
