import Contracts
import WireJSON

extension AmazonOrderReader {
    /// The e-mail address is a relay of Amazon's.
    mutating func customer() -> Customer {
        let buyer = reader.member("buyer", of: node) ?? reader.member("BuyerInfo", of: node)
        guard let buyer else { return Customer() }
        return Customer(
            name: reader.freeText(reader.spelling("buyerName", "BuyerName", of: buyer), of: buyer),
            email: reader.freeText(reader.spelling("buyerEmail", "BuyerEmail", of: buyer), of: buyer))
    }

    var addressPath: String { node["ShippingAddress"] == nil ? "recipient.deliveryAddress" : "ShippingAddress" }

    /// v0 spells every field as the other version does, with a capital.
    mutating func shippingAddress() -> Address? {
        let found =
            reader.member("ShippingAddress", of: node)
            ?? reader.member("recipient", of: node).flatMap { reader.member("deliveryAddress", of: $0) }
        guard let address = found, address.kind == .object else { return nil }
        let line1 = text("addressLine1", of: address)
        let city = text("city", of: address)
        guard line1 != nil || city != nil else { return nil }
        let more = ["addressLine2", "addressLine3", "districtOrCounty"].compactMap { text($0, of: address) }
        return Address(
            name: text("name", of: address), company: text("companyName", of: address), line1: line1 ?? "",
            line2: more.isEmpty ? nil : more.joined(separator: ", "), city: city ?? "",
            region: text("stateOrRegion", of: address), postcode: id("postalCode", of: address),
            country: id("countryCode", of: address)?.uppercased() ?? "", phone: id("phone", of: address))
    }

    private mutating func text(_ key: String, of node: JSONNode) -> String? {
        reader.freeText(reader.spelling(key, Self.capitalised(key), of: node), of: node)
    }

    private func id(_ key: String, of node: JSONNode) -> String? {
        reader.id(reader.spelling(key, Self.capitalised(key), of: node), of: node)
    }

    private static func capitalised(_ key: String) -> String { key.prefix(1).uppercased() + key.dropFirst() }
}
