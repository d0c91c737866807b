import ArgumentParser
import Contracts
import WireJSON

extension OperatorSession {
    /// Sends an operator's verb to the coordinator and says what came of it.
    /// - Throws: `ExitCode.failure` when it was refused, after the reason was printed.
    func carryOut(_ command: some Command, on order: OrderReference, _ output: OutputOptions) async throws {
        let answer = try await reply(OperatorAnswered.self, to: try await send(command, orderID: order.id))
        let headline = try await OrderDetails.load(order.id, in: self)?.headline
        if output.json {
            Console.print(
                json: JSONValue.object([
                    ("orderId", .id(order.id)), ("accepted", .bool(answer.accepted)),
                    ("reason", .text(answer.reason?.line)), ("headline", .text(headline)),
                ]))
        } else if answer.accepted {
            Console.print("taken; the order is now \(headline ?? "unknown")")
        } else {
            Console.print("refused: \(answer.reason?.line ?? "")")
        }
        if !answer.accepted { throw ExitCode.failure }
    }
}
