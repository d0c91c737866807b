import Contracts
import WireJSON

extension SubmissionValidator {
    mutating func customer(at order: JSONNode) -> Customer {
        guard let node = reader.object("customer", of: order, isRequired: true) else { return Customer() }
        return Customer(
            externalID: reader.identifier("externalId", of: node, isRequired: false),
            name: reader.freeText("name", of: node), email: email("email", of: node),
            phone: reader.phone("phone", of: node), language: language(of: node))
    }

    mutating func address(_ key: String, of order: JSONNode) -> Address? {
        guard let node = reader.object(key, of: order) else { return nil }
        let name = reader.freeText("name", of: node)
        let company = reader.freeText("company", of: node)
        let line1 = reader.freeText("line1", of: node, isRequired: true)
        let line2 = reader.freeText("line2", of: node)
        let city = reader.freeText("city", of: node, isRequired: true)
        let region = reader.freeText("region", of: node)
        let postcode = reader.freeText("postcode", of: node, limit: 32)
        let country = reader.country("country", of: node)
        let phone = reader.phone("phone", of: node)
        let latitude = reader.integer("latitudeE6", of: node, in: -90_000_000...90_000_000)
        let longitude = reader.integer("longitudeE6", of: node, in: -180_000_000...180_000_000)
        guard let line1, let city, let country else { return nil }
        return Address(
            name: name, company: company, line1: line1, line2: line2, city: city, region: region, postcode: postcode,
            country: country, phone: phone, latitudeE6: latitude, longitudeE6: longitude)
    }

    /// Something that a mail server could make sense of; whether the address exists shows when it is written to.
    mutating func email(_ key: String, of node: JSONNode) -> String? {
        guard let text = reader.freeText(key, of: node, limit: 254), let value = node[key] else { return nil }
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        let isPlain = text.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7F }
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty, isPlain else {
            reader.findings.add(.invalidEmail, at: value, "\(key) must be an e-mail address")
            return nil
        }
        return text
    }

    /// The shape of a BCP 47 tag: letters and digits in parts of at most eight, the first of letters.
    private mutating func language(of node: JSONNode) -> String? {
        guard let text = reader.identifier("language", of: node, limit: 35, isRequired: false),
            let value = node["language"]
        else { return nil }
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        let isLetter = { (byte: UInt8) in (97...122).contains(byte | 0x20) }
        let isWellFormed =
            parts.allSatisfy { part in
                (1...8).contains(part.count) && part.allSatisfy { isLetter($0) || (48...57).contains($0) }
            } && (parts.first.map { $0.count >= 2 && $0.allSatisfy(isLetter) } ?? false)
        guard isWellFormed else {
            reader.findings.add(.invalidValue, at: value, "language must be a BCP 47 tag, such as tr or en-GB")
            return nil
        }
        return text
    }
}
