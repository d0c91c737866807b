import Contracts
import WireJSON

extension MagentoOrderReader {
    mutating func customer() -> Customer {
        let billing = reader.member("billing_address", of: node)
        return Customer(
            externalID: reader.nonZeroID("customer_id", of: node),
            name: reader.joined(["customer_firstname", "customer_lastname"], of: node)
                ?? billing.flatMap { reader.joined(["firstname", "lastname"], of: $0) },
            email: reader.freeText("customer_email", of: node),
            phone: billing.flatMap { reader.id("telephone", of: $0) })
    }

    /// It stands deep inside; what is not shipped has none.
    mutating func shippingAddress() -> Address? {
        let assignments = reader.member("extension_attributes", of: node)?["shipping_assignments"]
        return address(assignments?[0]?["shipping"]?["address"])
    }

    mutating func address(_ node: JSONNode?) -> Address? {
        guard let node, node.kind == .object else { return nil }
        let lines = node["street"]?.elements.compactMap { reader.freeText($0, named: "street") } ?? []
        let city = reader.freeText("city", of: node)
        guard !lines.isEmpty || city != nil else { return nil }
        return Address(
            name: reader.joined(["firstname", "lastname"], of: node), company: reader.freeText("company", of: node),
            line1: lines.first ?? "", line2: lines.count > 1 ? lines[1...].joined(separator: ", ") : nil,
            city: city ?? "", region: reader.id("region_code", of: node) ?? reader.freeText("region", of: node),
            postcode: reader.id("postcode", of: node), country: reader.id("country_id", of: node)?.uppercased() ?? "",
            phone: reader.id("telephone", of: node))
    }
}
