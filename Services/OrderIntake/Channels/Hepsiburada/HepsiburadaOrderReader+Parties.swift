import Contracts
import WireJSON

extension HepsiburadaOrderReader {
    mutating func customer(_ line: JSONNode) -> Customer {
        let address = reader.member("shippingAddress", of: line) ?? node
        return Customer(
            externalID: reader.id("customerId", of: line) ?? reader.id("customerId", of: node),
            name: reader.freeText("customerName", of: line) ?? reader.freeText("customerName", of: node),
            email: reader.freeText("email", of: address), phone: reader.id("phoneNumber", of: address))
    }

    /// An object in a line; in a package its parts stand beside the lines.
    mutating func shippingAddress(_ line: JSONNode) -> Address? {
        for parent in [line, node] {
            if let address = reader.member("shippingAddress", of: parent), address.kind == .object {
                return self.address(address)
            }
        }
        let line1 = reader.freeText("shippingAddressDetail", of: node)
        let city = reader.freeText("shippingCity", of: node)
        guard line1 != nil || city != nil else { return nil }
        return Address(
            name: reader.freeText("recipientName", of: node), line1: line1 ?? "",
            line2: reader.joined(["shippingDistrict", "shippingTown"], of: node, by: ", "), city: city ?? "",
            country: country(reader.id("shippingCountryCode", of: node)), phone: reader.id("phoneNumber", of: node))
    }

    /// Of a body that is an address by itself; nil when it is not a whole one.
    mutating func changedAddress() -> Address? {
        address(node).flatMap { $0.line1.isEmpty || $0.city.isEmpty ? nil : $0 }
    }

    mutating func billingAddress(_ line: JSONNode) -> Address? {
        for parent in [line, node] {
            let invoice = reader.member("invoice", of: parent)
            if let address = invoice.flatMap({ reader.member("address", of: $0) }), address.kind == .object {
                return self.address(address)
            }
        }
        return nil
    }

    /// `city` is the province, `town` the district, `district` the quarter.
    private mutating func address(_ node: JSONNode) -> Address? {
        let line1 = reader.freeText("address", of: node)
        let city = reader.freeText("city", of: node)
        guard line1 != nil || city != nil else { return nil }
        return Address(
            name: reader.freeText("name", of: node), line1: line1 ?? "",
            line2: reader.joined(["district", "town"], of: node, by: ", "), city: city ?? "",
            postcode: reader.id("postalCode", of: node), country: country(reader.id("countryCode", of: node)),
            phone: reader.id("phoneNumber", of: node))
    }

    /// Hepsiburada delivers in Turkey, and does not always say so.
    private func country(_ code: String?) -> String { code?.uppercased() ?? "TR" }
}
