import ArgumentParser
import Contracts
import FoundationEssentials
import Postgres
import WireJSON

struct EraseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase", abstract: "Erase who a customer is from all that Waybill keeps of finished orders.",
        discussion: """
            Names, addresses, e-mail addresses, telephone numbers and notes go, in every service, with raw bodies, \
            labels and parked bytes. Goods, money and times stay, so that books and audits go on to add up. It cannot be undone. \
            Orders that are not finished are refused; exit code 1.
            """)

    @Argument(help: "Ids, numbers or external ids.")
    var orders: [String] = []

    @Option(help: "All orders of the customer with this e-mail address.")
    var email: String?

    @Option(help: "Who decided it; kept.")
    var actor = OperatorName.current

    @Option(help: "Why; kept. It should name no person.")
    var reason: String

    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard orders.isEmpty == (email != nil) else { throw ValidationError("Name orders, or --email.") }
    }

    func run() async throws {
        let refused = try await OperatorSession.run { session in
            let (finished, refused) = try await Self.divide(try await ids(in: session), session)
            for start in stride(from: 0, to: finished.count, by: Self.most) {
                let page = Array(finished[start...].prefix(Self.most))
                let request = ErasePersonalData(orderIDs: page, reason: reason, actor: actor)
                try await Self.erase(request, session)
            }
            if output.json {
                let left = refused.map { JSONValue.object([("orderId", .id($0.id)), ("phase", .string($0.phase))]) }
                Console.print(
                    json: JSONValue.object([
                        ("erased", .array(finished.map { .id($0) })), ("refused", .array(left)),
                    ]))
            } else {
                Console.print("\(finished.count) orders know nobody any more")
            }
            return refused
        }
        guard !refused.isEmpty else { return }
        for order in refused { Console.note("refused: order \(order.id.text) is \(order.phase), not finished") }
        throw ExitCode.failure
    }

    /// As many as a message takes.
    private static let most = 1000

    private func ids(in session: OperatorSession) async throws -> [UUID] {
        guard let email else {
            var ids: [UUID] = []
            for order in orders { ids.append(try await OrderReference.find(order, in: session).id) }
            return ids
        }
        let ids = try await session.database(.intake).query(ErasureQueries.ofCustomer, email).map { try $0.uuid(0) }
        guard !ids.isEmpty else { throw OperatorError("no order is of the customer \(email)") }
        return ids
    }

    struct Unfinished: Sendable {
        var id: UUID
        var phase: String
    }

    /// What was only recorded at intake has no saga, and is finished.
    static func divide(_ ids: [UUID], _ session: OperatorSession) async throws -> ([UUID], [Unfinished]) {
        var unfinished: [Unfinished] = []
        for (service, statement) in [
            (ServiceName.saga, ErasureQueries.unfinished), (.returns, ErasureQueries.inReturn),
        ] {
            unfinished += try await session.database(service).query(statement, ids).map { row in
                Unfinished(id: try row.uuid(0), phase: try row.string(1))
            }
        }
        let refused = Set(unfinished.map(\.id))
        return (ids.filter { !refused.contains($0) }, unfinished)
    }

    /// The coordinator first: it has the last word on whether an order is finished.
    private static func erase(_ request: ErasePersonalData, _ session: OperatorSession) async throws {
        for service in [.saga] + ServiceName.allCases.filter({ $0 != .saga }) {
            let sent = try await session.ask(request, of: service)
            _ = try await session.replies(to: sent, expectsReply: false, within: .seconds(60))
        }
    }
}
