import Contracts

/// What the templates may say of a milestone: texts on one line each, amounts already written out.
enum MilestoneFacts {
    static func facts(
        of message: MilestoneReached, reason: String?, link: String?, storeName: String, in language: MailLanguage
    ) -> [String: MailFact] {
        let order = message.order
        var facts: [String: MailFact] = [
            "store": .text(storeName), "number": .text(order.number.singleLine),
            "total": .text(MoneyText.text(order.total, order.currency, in: language)),
            "lines": .list(
                order.lines.map { line in
                    .group([
                        "title": .text(line.title.singleLine), "quantity": .text(String(line.quantity)),
                        "amount": .text(MoneyText.text(line.amount, order.currency, in: language)),
                    ])
                }),
        ]
        if let name = order.customer.name?.singleLine, !name.isEmpty { facts["name"] = .text(name) }
        if let amount = message.amount { facts["amount"] = .text(MoneyText.text(amount, order.currency, in: language)) }
        if let reason { facts["reason"] = .text(reason) }
        // Ours, and signed; still only what a mail reader can safely follow.
        if let link = link?.singleLine, link.isSafeLink { facts["link"] = .text(link) }
        if let tracking = message.tracking { facts["tracking"] = .group(self.facts(of: tracking)) }
        if let address = order.shippingAddress {
            facts["hasAddress"] = .flag
            facts["address"] = .list(lines(of: address).map { .text($0) })
        }
        return facts
    }

    private static func facts(of tracking: ParcelTracking) -> [String: MailFact] {
        var facts: [String: MailFact] = [
            "carrier": .text(tracking.carrier.singleLine), "trackingNumber": .text(tracking.trackingNumber.singleLine),
        ]
        // A link comes from the carrier; only one that a mail reader can safely follow is shown.
        if let url = tracking.trackingURL?.singleLine, url.isSafeLink { facts["url"] = .text(url) }
        return facts
    }

    private static func lines(of address: Address) -> [String] {
        let town = [address.postcode, address.city, address.region].compactMap { $0?.singleLine }
            .filter { !$0.isEmpty }.joined(separator: " ")
        return [address.name, address.company, address.line1, address.line2, town, address.country]
            .compactMap { $0?.singleLine }.filter { !$0.isEmpty }
    }
}

extension String {
    fileprivate var isSafeLink: Bool { hasPrefix("https://") || hasPrefix("http://") }
}
