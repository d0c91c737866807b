extension Order {
    /// In cash, when something of it is brought or fetched.
    public var isPaidAtTheDoor: Bool {
        payment.method == .cashOnDelivery && lines.contains(where: \.requiresShipping)
    }

    /// Whether nothing is done about it before the storefront says that it is paid: until then the coordinator takes newer content
    /// as the order's own. A card whose token we have is ours to authorise: nobody else will pay the order.
    public var isWaitingForMoney: Bool {
        let isOurs = payment.method == .card && payment.token != nil
        let isLater = isPaidAtTheDoor || [.invoice, .credit].contains(payment.method)
        return payment.state == .unpaid && !isOurs && !isLater
    }
}
