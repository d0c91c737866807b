import Contracts
import FoundationEssentials
import Messaging

/// Money that came in for an order that was given up: written down as what it is, so that the cancel which brought the news
/// gives it back like any other.
enum LateMoney {
    /// Once: what is booked already is not booked again.
    static func book(_ late: LatePayment, on id: UUID, _ context: HandlerContext, _ rows: inout PaymentRows) {
        var payment = rows.payments[id] ?? Payment(id: id, orderID: context.orderID, state: .cancelled, version: 0)
        let isPaid = late.instruction.state == .paid || late.instruction.method == .marketplace
        let isBooked = (isPaid ? payment.captured : payment.authorised) > 0
        // Somebody is still busy with it: what he finds is undone too.
        guard !isBooked, payment.undoing == nil, payment.state != .pending, payment.state != .review else { return }
        let stated = late.instruction.amount ?? late.amount
        payment.custody =
            switch late.instruction.method {
            case .marketplace: .channel
            case .cashOnDelivery: .courier
            case .invoice, .credit: .shop
            default: .gateway
            }
        payment.channel = late.channel
        payment.shop = late.shop
        payment.method = late.instruction.method
        payment.amount = late.amount
        payment.currency = late.currency
        payment.authorisedCurrency = late.instruction.currency ?? late.currency
        payment.reference = late.instruction.reference ?? payment.reference
        payment.authorised += stated
        if isPaid { payment.captured += stated }
        payment.state = payment.settledState
        payment.version += 1
        rows.payments[id] = payment
    }
}
