import Contracts
import FoundationEssentials
import Postgres

/// The payment of an order that an operator has named.
struct OrderPayment: Sendable {
    let id: UUID
    let orderID: UUID
    let currency: Currency
    /// `<channel>/<shop>`, as envelopes carry it.
    let shop: String

    /// - Throws: ``OperatorError`` when there is no such order, or nothing was asked of its payment yet.
    static func find(_ order: String, in session: OperatorSession) async throws -> OrderPayment {
        let reference = try await OrderReference.find(order, in: session)
        guard let row = try await session.database(.payment).query(PaymentQueries.ofOrder, reference.id).first else {
            throw OperatorError("order \(order) has no payment yet")
        }
        return OrderPayment(
            id: try row.uuid(0), orderID: reference.id, currency: Currency(rawValue: try row.string(2)),
            shop: try row.string(3))
    }

    /// Reads `12.50` as minor units.
    /// - Throws: ``OperatorError`` for what is no amount above nothing.
    func amount(_ text: some StringProtocol) throws -> Int64 {
        guard let amount = currency.minorUnits(decimal: text), amount >= 0 else {
            throw OperatorError("\(text) is not an amount in \(currency.rawValue)")
        }
        return amount
    }
}
