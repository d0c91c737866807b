import Contracts

/// Something that orders are recognised by: an e-mail address, a telephone number, a place, a card's token. Only its
/// digest is kept, so that the tables of the rules hold no personal data.
struct FraudSubject: Hashable, Sendable {
    enum Kind: String, Sendable {
        case email, phone, address, token
    }

    let kind: Kind
    /// The first 16 bytes of SHA-256 over `<kind>:<normal form>`.
    let digest: [UInt8]

    init(kind: Kind, digest: [UInt8]) {
        self.kind = kind
        self.digest = digest
    }

    private init?(_ kind: Kind, normal: String) {
        guard !normal.isEmpty else { return nil }
        self.init(kind: kind, digest: ContentHash(of: Array("\(kind.rawValue):\(normal)".utf8)).bytes)
    }

    /// Lower case without blanks.
    static func email(_ text: String?) -> FraudSubject? {
        guard let text else { return nil }
        return FraudSubject(.email, normal: String(text.lowercased().filter { !$0.isWhitespace }))
    }

    /// Digits alone.
    static func phone(_ text: String?) -> FraudSubject? {
        guard let text else { return nil }
        return FraudSubject(.phone, normal: String(text.filter { $0.isASCII && $0.isNumber }))
    }

    static func token(_ text: String?) -> FraudSubject? {
        guard let text else { return nil }
        return FraudSubject(.token, normal: text)
    }

    /// Letters and digits of street, city, postcode and country in lower case: spelling matters, punctuation does not.
    static func address(_ address: Address?) -> FraudSubject? {
        guard let address else { return nil }
        let parts = [address.line1, address.line2 ?? "", address.city, address.postcode ?? "", address.country]
        let normal = parts.map { String($0.lowercased().filter { $0.isLetter || $0.isNumber }) }
        return normal[0].isEmpty ? nil : FraudSubject(.address, normal: normal.joined(separator: "|"))
    }
}
