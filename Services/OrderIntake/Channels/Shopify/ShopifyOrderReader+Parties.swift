import Contracts
import WireJSON

extension ShopifyOrderReader {
    /// The order's own e-mail goes before the customer's: it is the one that was given for this order.
    mutating func customer() -> Customer {
        let customer = reader.member("customer", of: node)
        let names = customer.flatMap { fullName(of: $0) }
        return Customer(
            externalID: customer.flatMap { reader.id("id", of: $0) },
            name: names ?? addressName("shipping_address") ?? addressName("billing_address"),
            email: reader.freeText("email", of: node) ?? reader.freeText("contact_email", of: node)
                ?? customer.flatMap { reader.freeText("email", of: $0) },
            phone: reader.id("phone", of: node) ?? customer.flatMap { reader.id("phone", of: $0) },
            language: reader.id("customer_locale", of: node))
    }

    /// Nil when it is null, absent, or nothing in it says where to go.
    mutating func address(_ key: String) -> Address? {
        guard let node = reader.member(key, of: node), node.kind == .object else { return nil }
        let line1 = reader.freeText("address1", of: node)
        let city = reader.freeText("city", of: node)
        guard line1 != nil || city != nil else { return nil }
        return Address(
            name: reader.freeText("name", of: node) ?? fullName(of: node),
            company: reader.freeText("company", of: node),
            line1: line1 ?? "", line2: reader.freeText("address2", of: node), city: city ?? "",
            region: reader.id("province_code", of: node) ?? reader.freeText("province", of: node),
            postcode: reader.id("zip", of: node), country: reader.id("country_code", of: node)?.uppercased() ?? "",
            phone: reader.id("phone", of: node), latitudeE6: reader.degreesE6("latitude", of: node, limit: 90),
            longitudeE6: reader.degreesE6("longitude", of: node, limit: 180))
    }

    private mutating func addressName(_ key: String) -> String? {
        guard let address = reader.member(key, of: node) else { return nil }
        return reader.freeText("name", of: address) ?? fullName(of: address)
    }

    private mutating func fullName(of node: JSONNode) -> String? {
        reader.joined(["first_name", "last_name"], of: node)
    }
}
