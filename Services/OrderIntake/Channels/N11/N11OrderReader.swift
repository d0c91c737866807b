import Contracts
import WireJSON

/// One package of N11's on its way to the canonical model. Prices contain VAT.
struct N11OrderReader {
    let node: JSONNode
    let shop: Shop
    var reader = PayloadReader()

    mutating func read() -> MappedOrder {
        let id = reader.required(
            reader.id("orderNumber", of: node), "orderNumber", of: node, "an order needs its number")
        // N11 sells in lira alone, and often does not say so.
        let currency = reader.currency("currency", of: node) ?? shop.currency ?? Currency(rawValue: "TRY")
        if !currency.isWellFormed {
            reader.problem(.invalidCurrency, at: node, member: "currency", "an order needs an ISO 4217 currency")
        }
        let updatedAt = reader.milliseconds("lastModifiedDate", of: node)
        let placedAt = reader.required(
            self.placedAt ?? updatedAt, "lastModifiedDate", of: node, "an order needs the time it was placed")
        let disposition = self.disposition()
        guard let id, let placedAt, let disposition, reader.problems.isEmpty else { return .unfit(reader.problems) }

        let total = reader.required(
            reader.money("totalAmount", of: node, in: currency), "totalAmount", of: node, "an order needs a total")
        let lines = self.lines(in: currency, total: total)
        guard let total, reader.problems.isEmpty else { return .unfit(reader.problems) }

        var order = Order(
            id: .zero, channel: shop.key.channel, shop: shop.key.shop, externalID: id, number: id, placedAt: placedAt,
            updatedAt: updatedAt, currency: currency, taxesIncluded: true, customer: customer(),
            shippingAddress: address("shippingAddress"), billingAddress: address("billingAddress"), lines: lines,
            tax: LineAmounts.taxes(of: lines), total: total,
            payment: PaymentInstruction(method: .marketplace, state: .paid, amount: total, currency: currency),
            tags: reader.nonZeroID("id", of: node).map { ["package:\($0)"] } ?? [])
        reader.checkTotal(of: order, path: "\(node.path).totalAmount")
        reader.checkDelivery(of: order, path: "\(node.path).shippingAddress")
        guard reader.problems.isEmpty else { return .unfit(reader.problems) }
        order.mismatches = reader.mismatches
        return .order(order, disposition)
    }

    /// When the package was first heard of: what its order was placed at is not said.
    private var placedAt: Timestamp? {
        node["packageHistories"]?.elements.compactMap { reader.milliseconds("createdDate", of: $0) }.min()
    }

    /// Nil for a status that is not known. One that came back still says that it is delivered.
    private mutating func disposition() -> Disposition? {
        switch reader.id("shipmentPackageStatus", of: node)?.lowercased() {
        case "created", "picking": return .proceed
        case "shipped", "delivered", "undelivered": return .recorded(.fulfilled)
        case "returned": return .recorded(.returned)
        case "cancelled", "unsupplied": return .recorded(.cancelled)
        case "unpacked": return .recorded(.repackaged)
        default:
            reader.problem(
                .unknownStatus, at: node, member: "shipmentPackageStatus", "the status of the package is not known")
            return nil
        }
    }

    mutating func customer() -> Customer {
        let addresses = [node["shippingAddress"], node["billingAddress"]].compactMap(\.self)
        return Customer(
            externalID: reader.nonZeroID("customerId", of: node),
            name: reader.freeText(reader.spelling("customerfullName", "customerFullName", of: node), of: node),
            email: reader.freeText("customerEmail", of: node),
            phone: addresses.compactMap { reader.id("gsm", of: $0) }.first)
    }

    /// `city` is the province; a Turkish address also has a district and a quarter. All addresses are in Turkey, unless
    /// one says otherwise.
    mutating func address(_ key: String) -> Address? {
        guard let node = reader.member(key, of: node), node.kind == .object else { return nil }
        let line1 = reader.freeText("address", of: node)
        let city = reader.freeText("city", of: node)
        guard line1 != nil || city != nil else { return nil }
        return Address(
            name: reader.freeText("fullName", of: node), line1: line1 ?? "",
            line2: reader.joined(["neighborhood", "district"], of: node, by: ", "), city: city ?? "",
            postcode: reader.id("postalCode", of: node),
            country: reader.id("countryCode", of: node)?.uppercased() ?? "TR", phone: reader.id("gsm", of: node))
    }
}
