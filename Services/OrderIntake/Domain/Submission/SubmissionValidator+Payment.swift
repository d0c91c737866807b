import Contracts
import WireJSON

extension SubmissionValidator {
    private static let methods: Set<PaymentMethod> = [.card, .marketplace, .cashOnDelivery, .invoice]
    private static let states: Set<PaymentState> = [.unpaid, .authorised, .paid]

    /// Cash is taken by whoever brings the goods, or hands them out.
    mutating func checkCash(of order: Order, at node: JSONNode) {
        guard order.payment.method == .cashOnDelivery, !order.lines.contains(where: \.requiresShipping),
            let value = node["payment"]?["method"]
        else { return }
        reader.findings.add(
            .cashWithoutDelivery, at: value, "nothing of the order is shipped, so that nobody would collect the cash")
    }

    mutating func payment(at order: JSONNode) -> PaymentInstruction? {
        guard let node = reader.object("payment", of: order, isRequired: true) else { return nil }
        let method = reader.identifier("method", of: node, limit: 64).map { PaymentMethod(rawValue: $0) }
        let state = reader.identifier("state", of: node, limit: 64).map { PaymentState(rawValue: $0) }
        if let method, !Self.methods.contains(method), let value = node["method"] {
            let name = Self.quoted(method.rawValue)
            reader.findings.add(
                .unknownMethod, at: value,
                "payment method \(name) is not known: card, marketplace, cash_on_delivery or invoice")
        }
        if let state, !Self.states.contains(state), let value = node["state"] {
            let name = Self.quoted(state.rawValue)
            reader.findings.add(
                .unknownPaymentState, at: value, "payment state \(name) is not known: unpaid, authorised or paid")
        }
        let amount = reader.money("amount", of: node)
        let currency = reader.currency("currency", of: node, isRequired: false)
        // Token and reference are the provider's identifiers, but where a card number is typed in first.
        let token = reader.freeText("token", of: node, limit: 255)
        let reference = reader.freeText("reference", of: node, limit: 255)
        let payerName = reader.freeText("payerName", of: node)
        let payerEmail = email("payerEmail", of: node)
        guard let method, let state else { return nil }
        return PaymentInstruction(
            method: method, state: state, amount: amount, currency: currency, token: token, reference: reference,
            payerName: payerName, payerEmail: payerEmail)
    }
}
