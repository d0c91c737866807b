import Contracts

/// What the templates may say of a milestone: texts on one line each, amounts already written out.
enum MilestoneFacts {
    static func facts(
        of message: MilestoneReached, reason: String?, link: String?, storeName: String, in language: MailLanguage
    ) -> [String: Any] {
        let order = message.order
        var facts: [String: Any] = [
            "store": storeName, "number": order.number.singleLine,
            "total": MoneyText.text(order.total, order.currency, in: language),
            "lines": order.lines.map { line in
                [
                    "title": line.title.singleLine, "quantity": String(line.quantity),
                    "amount": MoneyText.text(line.amount, order.currency, in: language),
                ]
            },
        ]
        if let name = order.customer.name?.singleLine, !name.isEmpty { facts["name"] = name }
        if let amount = message.amount { facts["amount"] = MoneyText.text(amount, order.currency, in: language) }
        if let reason { facts["reason"] = reason }
        // Ours, and signed; still only what a mail reader can safely follow.
        if let link = link?.singleLine, link.hasPrefix("https://") || link.hasPrefix("http://") { facts["link"] = link }
        if let tracking = message.tracking { facts["tracking"] = self.facts(of: tracking) }
        if let address = order.shippingAddress {
            facts["hasAddress"] = true
            facts["address"] = lines(of: address)
        }
        return facts
    }

    private static func facts(of tracking: ParcelTracking) -> [String: String] {
        var facts = ["carrier": tracking.carrier.singleLine, "trackingNumber": tracking.trackingNumber.singleLine]
        // A link comes from the carrier; only one that a mail reader can safely follow is shown.
        if let url = tracking.trackingURL?.singleLine, url.hasPrefix("https://") || url.hasPrefix("http://") {
            facts["url"] = url
        }
        return facts
    }

    private static func lines(of address: Address) -> [String] {
        let town = [address.postcode, address.city, address.region].compactMap { $0?.singleLine }
            .filter { !$0.isEmpty }.joined(separator: " ")
        return [address.name, address.company, address.line1, address.line2, town, address.country]
            .compactMap { $0?.singleLine }.filter { !$0.isEmpty }
    }
}
