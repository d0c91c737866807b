import Contracts
import FoundationEssentials
import OrderIntake
import TestSupport
import WireJSON

/// Orders for tests.
enum Orders {
    static let now = Timestamp(rfc3339: "2026-03-02T00:00:00Z") ?? Timestamp(seconds: 0)
    static let web = ShopKey(channel: "web", shop: "main")

    /// A good order of one line.
    static func plain(
        externalID: String = "1001", updatedAt: Timestamp? = nil, state: PaymentState = .authorised,
        quantity: Int = 2, note: String? = nil
    ) -> Order {
        Order(
            id: .zero, channel: "web", shop: "main", externalID: externalID, number: "#\(externalID)",
            placedAt: now - .seconds(3600), updatedAt: updatedAt, currency: Currency(rawValue: "EUR"),
            customer: Customer(name: "Ayşe Yılmaz", email: "ayse@example.com", language: "tr"),
            shippingAddress: Address(name: "Ayşe Yılmaz", line1: "Bağdat Cad. 1", city: "İstanbul", country: "TR"),
            lines: [OrderLine(id: "1", sku: "TEA-100", quantity: quantity, unitPrice: 1995)], shipping: 990,
            total: Int64(quantity) * 1995 + 990,
            payment: PaymentInstruction(method: .card, state: state, token: "tok_visa"), note: note)
    }

    /// An order that is paid, as those see it who work it from outside.
    static func feed(
        _ headline: HeadlineStatus?, recorded: RecordedReason? = nil, _ change: (inout Order) -> Void = { _ in }
    ) -> FeedOrder {
        var order = plain(state: .paid)
        change(&order)
        return FeedOrder(
            order: order, recordedReason: recorded, headline: headline, modifiedAt: Timestamp(seconds: 1_790_000_000))
    }

    /// Any order whose figures add up.
    static func random(_ generator: inout SeededGenerator) -> Order {
        var lines: [OrderLine] = []
        for index in 1...generator.int(1...8) {
            let quantity = generator.int(1...50)
            let price = generator.amount(0...100_000)
            lines.append(
                OrderLine(
                    id: "line \(index)", sku: "SKU-\(generator.int(1...999))", title: "Ürün № \(index)",
                    quantity: quantity, unitPrice: price, discount: generator.amount(0...price * Int64(quantity)),
                    tax: generator.amount(0...5000), requiresShipping: generator.flag()))
        }
        var order = plain(externalID: "r\(generator.int(1...1_000_000))")
        order.currency = Currency(rawValue: ["EUR", "TRY", "JPY", "KWD"].randomElement(using: &generator) ?? "EUR")
        order.taxesIncluded = generator.flag()
        order.lines = lines
        order.shipping = generator.amount(0...5000)
        order.discount = generator.amount(0...500)
        order.fees = generator.amount(-500...500)
        order.tax = lines.reduce(0) { $0 + $1.tax } + generator.amount(0...500)
        order.payment.state = [.unpaid, .authorised, .paid].randomElement(using: &generator) ?? .paid
        order.total = Int64(clamping: OrderArithmetic(order).total)
        if order.total < 0 {
            order.fees -= order.total
            order.total = 0
        }
        return order
    }

    static func submission(of order: Order) -> [UInt8] { SubmitOrder(order: order).jsonBytes }

    static func verdict(
        on bytes: [UInt8], from sender: ShopKey = web
    ) throws -> SubmissionValidator.Verdict {
        SubmissionValidator.validate(try JSONDocument(parsing: bytes, limits: .message).root, from: sender, now: now)
    }

    /// What is wrong with a submission, as `code path`.
    static func findings(in bytes: [UInt8], from sender: ShopKey = web) throws -> [String] {
        guard case .refused(let reasons, _) = try verdict(on: bytes, from: sender) else { return [] }
        return reasons.map { "\($0.code) \($0.path ?? "-")" }
    }

    static func findings(in order: Order) throws -> [String] { try findings(in: submission(of: order)) }
}
