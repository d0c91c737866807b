import Contracts
import FoundationEssentials
import WireJSON

/// Reads a submission of the canonical contract (`waybill.intake.order.submit.v1`); finds everything wrong with it.
///
/// Stricter than the generated decoder, which stops at the first error: formats, ranges, sums, uniqueness, cards.
package struct SubmissionValidator {
    package static let maximumLines = 5000
    /// Bytes of the payload. A message of ours may be larger than what we take from outside.
    package static let maximumBytes = 1 << 20

    /// What a submission came to.
    package enum Verdict: Sendable {
        case order(Order)
        case refused([Reason], externalID: String?)
    }

    var reader: SubmissionReader
    let sender: ShopKey

    /// - Parameters:
    ///   - data: the payload, `{"order": …}`.
    ///   - sender: from the routing key, which the broker vouches for, or from the signature; the body cannot say
    ///     otherwise.
    package static func validate(_ data: JSONNode, from sender: ShopKey, now: Timestamp) -> Verdict {
        var validator = SubmissionValidator(reader: SubmissionReader(root: data, now: now), sender: sender)
        guard data.kind == .object else {
            validator.reader.findings.add(.wrongType, at: data, "a submission is an object with an order")
            return .refused(validator.reader.findings.all, externalID: nil)
        }
        guard data.rawBytes.count <= maximumBytes else {
            validator.reader.findings.add(.tooLarge, at: data, "a submission has at most \(maximumBytes) bytes")
            return .refused(validator.reader.findings.all, externalID: externalID(in: data))
        }
        let node = validator.reader.object("order", of: data, isRequired: true)
        let order = node.flatMap { validator.order(at: $0) }
        guard let order, validator.reader.findings.isEmpty else {
            return .refused(validator.reader.findings.all, externalID: externalID(in: data))
        }
        return .order(order)
    }

    /// The sender's id for the answer, when it is one that an order can have.
    private static func externalID(in data: JSONNode) -> String? {
        data["order"]?["externalId"]?.text.flatMap { $0.utf8.count <= SubmissionReader.longestIdentifier ? $0 : nil }
    }

    /// The order, or nil when something that it cannot do without is missing. Findings may stand against it all the
    /// same.
    private mutating func order(at node: JSONNode) -> Order? {
        checkSender(at: node)
        checkOurs(at: node)
        let externalID = reader.identifier("externalId", of: node)
        let number = reader.identifier("number", of: node)
        let kind = self.kind(at: node)
        let placedAt = reader.time("placedAt", of: node, isRequired: true)
        let updatedAt = reader.time("updatedAt", of: node, isRequired: false)
        let currency = reader.currency("currency", of: node, isRequired: true)
        let taxesIncluded = reader.flag("taxesIncluded", of: node, default: true)
        let customer = self.customer(at: node)
        let shippingAddress = address("shippingAddress", of: node)
        let billingAddress = address("billingAddress", of: node)
        let lines = self.lines(at: node)
        let amount = OrderArithmetic.largestAmount
        let shipping = reader.money("shipping", of: node) ?? 0
        let discount = reader.money("discount", of: node) ?? 0
        let fees = reader.money("fees", of: node, in: -amount...amount) ?? 0
        let tax = reader.money("tax", of: node)
        let total = reader.requiredMoney("total", of: node)
        let payment = self.payment(at: node)
        let note = reader.freeText("note", of: node, limit: 10_000)
        let tags = self.tags(at: node)
        guard let externalID, let number, let placedAt, let currency, let lines, let total, let payment else {
            return nil
        }
        let order = Order(
            id: .zero, channel: sender.channel, shop: sender.shop, externalID: externalID, number: number, kind: kind,
            placedAt: placedAt, updatedAt: updatedAt, currency: currency, taxesIncluded: taxesIncluded,
            customer: customer, shippingAddress: shippingAddress, billingAddress: billingAddress, lines: lines,
            shipping: shipping, discount: discount, fees: fees, tax: tax ?? lines.reduce(0) { $0 + $1.tax },
            total: total, payment: payment, note: note, tags: tags)
        checkDelivery(of: order, at: node)
        checkSums(of: order, at: node)
        checkCash(of: order, at: node)
        return order
    }

    private mutating func checkSender(at node: JSONNode) {
        for (key, expected, code) in [
            ("channel", sender.channel, ReasonCode.channelMismatch), ("shop", sender.shop, .shopMismatch),
        ] {
            guard let said = reader.identifier(key, of: node), said != expected, let value = node[key] else { continue }
            reader.findings.add(code, at: value, "\(key) differs from the sender's, which is \(expected)")
        }
    }

    private mutating func kind(at node: JSONNode) -> OrderKind {
        guard let text = reader.identifier("kind", of: node, limit: 64, isRequired: false), let value = node["kind"]
        else { return .standard }
        let kind = OrderKind(rawValue: text)
        if !OrderKind.submittable.contains(kind) {
            let known = OrderKind.submittable.map(\.rawValue).sorted().joined(separator: ", ")
            reader.findings.add(.unknownKind, at: value, "order kind \(Self.quoted(text)) is not known: \(known)")
        }
        return kind
    }

    private mutating func tags(at node: JSONNode) -> [String] {
        guard let list = reader.member("tags", of: node) else { return [] }
        guard list.kind == .array, list.count <= 250 else {
            reader.findings.add(.wrongType, at: list, "tags must be an array of at most 250 strings")
            return []
        }
        var tags: [String] = []
        for element in list.elements {
            guard let tag = element.string, tag.utf8.count <= 200, !tag.utf8.contains(0) else {
                reader.findings.add(.wrongType, at: element, "a tag is a string of at most 200 bytes")
                continue
            }
            if CardNumber.isPresent(in: tag) {
                reader.findings.add(.cardNumber, at: element, "a tag holds a card number")
            }
            tags.append(tag)
        }
        return tags
    }

    private mutating func checkDelivery(of order: Order, at node: JSONNode) {
        // An address that is there but wrong has its own findings.
        guard order.kind.isDelivered, order.lines.contains(where: \.requiresShipping),
            reader.member("shippingAddress", of: node) == nil
        else { return }
        reader.findings.add(
            .missing, at: node, member: "shippingAddress", "shippingAddress is required when a line is shipped")
    }

    private mutating func checkSums(of order: Order, at node: JSONNode) {
        let sums = OrderArithmetic(order)
        if sums.total != Int128(order.total), let value = node["total"] {
            let expected = OrderArithmetic.format(sums.total, order.currency)
            reader.findings.add(
                .totalMismatch, at: value,
                "lines, shipping, discount, fees and tax add up to \(expected), the total says "
                    + order.currency.format(order.total))
        }
        if sums.lineTaxes > Int128(order.tax), let value = node["tax"] {
            let expected = OrderArithmetic.format(sums.lineTaxes, order.currency)
            reader.findings.add(
                .taxMismatch, at: value,
                "the lines' taxes add up to \(expected), the tax says \(order.currency.format(order.tax))")
        }
    }

    /// A value that is shown in a reason: short, and without a card number.
    static func quoted(_ text: String) -> String {
        "\"\(CardNumber.redacted(String(text.unicodeScalars.prefix(40))))\""
    }
}
