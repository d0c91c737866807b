import Contracts
import WireJSON

extension TrendyolOrderReader {
    mutating func customer() -> Customer {
        let phone = node["shipmentAddress"].flatMap { reader.id("phone", of: $0) }
        return Customer(
            externalID: reader.nonZeroID("customerId", of: node),
            name: reader.joined(["customerFirstName", "customerLastName"], of: node),
            email: reader.freeText("customerEmail", of: node), phone: phone)
    }

    /// `city` is the province; a Turkish address also has a district and a quarter, without which no carrier finds it.
    mutating func address(_ key: String) -> Address? {
        guard let node = reader.member(key, of: node), node.kind == .object else { return nil }
        let line1 = reader.freeText("address1", of: node) ?? reader.freeText("fullAddress", of: node)
        let city = reader.freeText("city", of: node)
        guard line1 != nil || city != nil else { return nil }
        return Address(
            name: reader.freeText("fullName", of: node) ?? reader.joined(["firstName", "lastName"], of: node),
            company: reader.freeText("company", of: node), line1: line1 ?? "",
            line2: reader.joined(["address2", "neighborhood", "district"], of: node, by: ", "), city: city ?? "",
            region: reader.freeText("stateName", of: node), postcode: reader.id("postalCode", of: node),
            country: reader.id("countryCode", of: node)?.uppercased() ?? "", phone: reader.id("phone", of: node))
    }
}
