/// Something that orders are recognised by: an e-mail address, a telephone number, a place, a card's token. Only its
/// digest is kept, so that the tables of the rules hold no personal data.
public struct FraudSubject: Hashable, Sendable {
    public enum Kind: String, Sendable {
        case email, phone, address, token
    }

    public let kind: Kind
    /// The first 16 bytes of SHA-256 over `<kind>:<normal form>`.
    public let digest: [UInt8]

    public init(kind: Kind, digest: [UInt8]) {
        self.kind = kind
        self.digest = digest
    }

    /// - Returns: nil unless the text is 16 bytes as hexadecimal digits.
    public init?(kind: Kind, hexadecimal: String) {
        let digits = Array(hexadecimal.utf8)
        guard digits.count == 32 else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: 32, by: 2) {
            guard let byte = UInt8(String(decoding: digits[index...index + 1], as: UTF8.self), radix: 16),
                digits[index] != UInt8(ascii: "+")
            else { return nil }
            bytes.append(byte)
        }
        self.init(kind: kind, digest: bytes)
    }

    /// The digest as 32 hexadecimal digits.
    public var hexadecimal: String {
        digest.map { byte in
            let text = String(byte, radix: 16)
            return text.count == 1 ? "0" + text : text
        }.joined()
    }

    private init?(_ kind: Kind, normal: String) {
        guard !normal.isEmpty else { return nil }
        self.init(kind: kind, digest: ContentHash(of: Array("\(kind.rawValue):\(normal)".utf8)).bytes)
    }

    /// Lower case without blanks.
    public static func email(_ text: String?) -> FraudSubject? {
        guard let text else { return nil }
        return FraudSubject(.email, normal: String(text.lowercased().filter { !$0.isWhitespace }))
    }

    /// Digits alone.
    public static func phone(_ text: String?) -> FraudSubject? {
        guard let text else { return nil }
        return FraudSubject(.phone, normal: String(text.filter { $0.isASCII && $0.isNumber }))
    }

    public static func token(_ text: String?) -> FraudSubject? {
        guard let text else { return nil }
        return FraudSubject(.token, normal: text)
    }

    /// Letters and digits of street, city, postcode and country in lower case: spelling matters, punctuation does not.
    public static func address(_ address: Address?) -> FraudSubject? {
        guard let address else { return nil }
        let parts = [address.line1, address.line2 ?? "", address.city, address.postcode ?? "", address.country]
        let normal = parts.map { String($0.lowercased().filter { $0.isLetter || $0.isNumber }) }
        return normal[0].isEmpty ? nil : FraudSubject(.address, normal: normal.joined(separator: "|"))
    }
}
