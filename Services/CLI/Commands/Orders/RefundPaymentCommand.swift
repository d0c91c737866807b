import ArgumentParser
import Contracts
import FoundationEssentials
import WireJSON

struct RefundPaymentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "refund", abstract: "Give back a part of what was captured, or all of it.",
        discussion: """
            Refused when it is more than was captured of the order, or of a line. Shopify, WooCommerce and Magento are \
            asked for it where they have the money; any other channel is for you to ask. When the answer did not come, run it \
            again with the id that was printed: one id is one refund.
            """)

    @Argument(help: "The order's id, number or external id.")
    var order: String

    @Argument(help: "In the order's currency, such as 12.50.")
    var amount: String

    @Option(name: .customLong("line"), help: "What it is for, as LINE:QUANTITY:AMOUNT; may be repeated.")
    var lines: [String] = []

    @Option(help: "Kept with the refund.")
    var reason = "by an operator"

    @Option(help: "Of a refund that was begun before.")
    var id: String?

    @OptionGroup var output: OutputOptions

    func run() async throws {
        guard let refundID = id == nil ? UUID() : id.flatMap({ UUID(uuidString: $0) }) else {
            throw ValidationError("--id is a UUID.")
        }
        try await OperatorSession.run { session in
            let payment = try await OrderPayment.find(order, in: session)
            let command = RefundPayment(
                paymentID: payment.id, refundID: refundID, amount: try payment.amount(amount), reason: reason,
                lines: try lines.map { try Self.line($0, of: payment) })
            if !output.json { Console.print("refund \(refundID.text)") }
            let sent = try await session.send(command, orderID: payment.orderID, shop: payment.shop)
            for reply in try await session.replies(to: sent, within: .seconds(60)) {
                if reply.type == RefundFailed.type {
                    let reason = try reply.payload(RefundFailed.self).reason
                    throw OperatorError("refused: \(reason.message) (\(reason.code))")
                }
                guard reply.type == PaymentRefunded.type else { continue }
                report(try reply.payload(PaymentRefunded.self), in: payment.currency)
            }
        }
    }

    private func report(_ refunded: PaymentRefunded, in currency: Currency) {
        if output.json { return Console.print(json: refunded) }
        let owed = refunded.owedBy.map { ", to be given back by the \($0)" } ?? ""
        Console.print(
            "\(currency.format(refunded.amount)) refunded\(owed); \(currency.format(refunded.refundedTotal)) so far")
    }

    /// A line's id may have colons; the last two parts are the figures.
    private static func line(_ text: String, of payment: OrderPayment) throws -> LineAmount {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count >= 3, let quantity = Int(parts[parts.count - 2]), quantity >= 0 else {
            throw ValidationError("--line is LINE:QUANTITY:AMOUNT, not \(text).")
        }
        return LineAmount(
            lineID: parts.dropLast(2).joined(separator: ":"), quantity: quantity,
            amount: try payment.amount(parts[parts.count - 1]))
    }
}
