import Contracts

/// Makes the same order say the same of its payment whatever way it comes by: where the shop's setting says who takes the
/// money, that holds, and what the order says otherwise is recorded.
package enum CollectorRule {
    package static let overruled = ReasonCode(rawValue: "payment_method_overruled")

    /// - Parameter isStated: whether the method is the sender's own word, and not read into a channel's payload.
    package static func apply(to order: inout Order, of shop: Shop, isStated: Bool) {
        guard let collector = shop.collector else { return }
        let stated = order.payment.method
        // Cash and terms are agreed with the customer for each order.
        guard stated == .card || stated == .marketplace else { return }
        let method: PaymentMethod = collector == .waybill ? .card : .marketplace
        guard method != stated else { return }
        order.payment.method = method
        guard isStated else { return }
        order.mismatches.append(
            Reason(
                code: overruled.rawValue, path: "$.order.payment.method",
                message: "the order says \(stated.rawValue), the shop's setting \(method.rawValue), which holds"))
    }
}
