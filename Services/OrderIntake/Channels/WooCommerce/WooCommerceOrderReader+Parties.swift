import Contracts
import WireJSON

extension WooCommerceOrderReader {
    /// Customer 0 is a guest; name, e-mail and telephone stand in the billing address.
    mutating func customer() -> Customer {
        let billing = node["billing"] ?? node
        return Customer(
            externalID: reader.nonZeroID("customer_id", of: node),
            name: fullName(of: billing) ?? node["shipping"].flatMap { fullName(of: $0) },
            email: reader.freeText("email", of: billing), phone: reader.id("phone", of: billing))
    }

    /// Nil when every member is empty, which is how the shop says that there is none.
    mutating func address(_ key: String) -> Address? {
        guard let node = reader.member(key, of: node), node.kind == .object else { return nil }
        let line1 = text("address_1", of: node)
        let city = text("city", of: node)
        guard line1 != nil || city != nil else { return nil }
        return Address(
            name: fullName(of: node), company: text("company", of: node), line1: line1 ?? "",
            line2: text("address_2", of: node), city: city ?? "", region: text("state", of: node),
            postcode: reader.id("postcode", of: node), country: reader.id("country", of: node)?.uppercased() ?? "",
            phone: reader.id("phone", of: node))
    }

    private mutating func fullName(of node: JSONNode) -> String? {
        let parts = [text("first_name", of: node), text("last_name", of: node)].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: " ")
    }

    private mutating func text(_ key: String, of node: JSONNode) -> String? {
        reader.freeText(key, of: node).map { HTMLEntities.decoded($0) }
    }
}
