import Contracts

/// What the templates may say of a milestone: texts on one line each, amounts already written out.
struct MilestoneFacts: Hashable, Sendable {
    struct Line: Hashable, Sendable {
        var title: String
        var quantity: String
        var amount: String
    }

    struct Tracking: Hashable, Sendable {
        var carrier: String
        var trackingNumber: String
        var url: String?
    }

    private var store: String
    private var number: String
    private var total: String
    private(set) var lines: [Line]
    private var name: String?
    private var amount: String?
    private var reason: String?
    private var link: String?
    private var tracking: Tracking?
    private var address: [String]?

    init(of message: MilestoneReached, reason: String?, link: String?, storeName: String, in language: MailLanguage) {
        let order = message.order
        store = storeName
        number = order.number.singleLine
        total = MoneyText.text(order.total, order.currency, in: language)
        lines = order.lines.map { line in
            Line(
                title: line.title.singleLine, quantity: String(line.quantity),
                amount: MoneyText.text(line.amount, order.currency, in: language))
        }
        if let name = order.customer.name?.singleLine, !name.isEmpty { self.name = name }
        if let amount = message.amount { self.amount = MoneyText.text(amount, order.currency, in: language) }
        self.reason = reason
        // Ours, and signed; still only what a mail reader can safely follow.
        self.link = Self.followable(link)
        tracking = message.tracking.map { tracking in
            // A link comes from the carrier; only one that a mail reader can safely follow is shown.
            Tracking(
                carrier: tracking.carrier.singleLine, trackingNumber: tracking.trackingNumber.singleLine,
                url: Self.followable(tracking.trackingURL))
        }
        address = order.shippingAddress.map(Self.lines(of:))
    }

    /// The same facts with other texts in the same places, each of which is asked for once and in one order.
    func mapTexts(_ text: (String) -> String) -> MilestoneFacts {
        var facts = self
        facts.store = text(store)
        facts.number = text(number)
        facts.total = text(total)
        facts.lines = lines.map { line in
            Line(title: text(line.title), quantity: text(line.quantity), amount: text(line.amount))
        }
        facts.name = name.map(text)
        facts.amount = amount.map(text)
        facts.reason = reason.map(text)
        facts.link = link.map(text)
        facts.tracking = tracking.map { tracking in
            Tracking(
                carrier: text(tracking.carrier), trackingNumber: text(tracking.trackingNumber),
                url: tracking.url.map(text))
        }
        facts.address = address?.map(text)
        return facts
    }

    /// By the names that templates use.
    var named: [String: Any] {
        var facts: [String: Any] = [
            "store": store, "number": number, "total": total,
            "lines": lines.map { ["title": $0.title, "quantity": $0.quantity, "amount": $0.amount] },
        ]
        if let name { facts["name"] = name }
        if let amount { facts["amount"] = amount }
        if let reason { facts["reason"] = reason }
        if let link { facts["link"] = link }
        if let tracking {
            var named = ["carrier": tracking.carrier, "trackingNumber": tracking.trackingNumber]
            named["url"] = tracking.url
            facts["tracking"] = named
        }
        if let address {
            facts["hasAddress"] = true
            facts["address"] = address
        }
        return facts
    }

    private static func followable(_ link: String?) -> String? {
        guard let link = link?.singleLine, link.hasPrefix("https://") || link.hasPrefix("http://") else { return nil }
        return link
    }

    private static func lines(of address: Address) -> [String] {
        let town = [address.postcode, address.city, address.region].compactMap { $0?.singleLine }
            .filter { !$0.isEmpty }.joined(separator: " ")
        return [address.name, address.company, address.line1, address.line2, town, address.country]
            .compactMap { $0?.singleLine }.filter { !$0.isEmpty }
    }
}
