import CCrypto

/// Lets in who has shown the password of a feed once: the account that it was given to, and a code over it that only the password
/// makes. Nothing of it is kept, so that it is good wherever the password is, and as long.
package struct FeedToken: Hashable, Sendable {
    /// As the other side calls it.
    package let account: String
    /// What only the holder of a password can have made; 32 bytes.
    private let code: [UInt8]

    /// Makes one, over all that it is good for.
    package init(account: String, feed: String, shop: ShopKey, password: String) {
        self.account = account
        code = Self.code(account, feed, shop, password)
    }

    /// Reads one; nil for what is none.
    package init?(_ text: String) {
        let parts = text.split(separator: ".", maxSplits: 1)
        guard text.utf8.count <= 1024, parts.count == 2, let code = Self.bytes(parts[0]),
            code.count == WebhookSignature.length, let account = Self.bytes(parts[1])
        else { return nil }
        self.code = code
        self.account = String(decoding: account, as: UTF8.self)
    }

    /// For headers, addresses and JSON alike.
    package var text: String { "\(Self.hex(code)).\(Self.hex(Array(account.utf8)))" }

    /// Whether one of the passwords made it, in a time that does not tell which, or how much of it is right.
    package func isGood(for feed: String, of shop: ShopKey, passwords: [String]) -> Bool {
        var isGood = false
        for candidate in WebhookSignature.candidates(passwords) {
            let expected = Self.code(account, feed, shop, candidate.secret)
            let isEqual = CRYPTO_memcmp(expected, code, WebhookSignature.length) == 0
            isGood = isGood || (isEqual && candidate.isReal)
        }
        return isGood
    }

    private static func code(_ account: String, _ feed: String, _ shop: ShopKey, _ password: String) -> [UInt8] {
        // Neither a feed's nor a shop's name has a line break in it.
        WebhookSignature.code(of: Array("\(feed)\n\(shop.text)\n\(account)".utf8), secret: password)
    }

    private static func hex(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    private static func bytes(_ hex: Substring) -> [UInt8]? {
        let digits = Array(hex.utf8)
        guard digits.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            let pair = String(decoding: digits[index..<index + 2], as: UTF8.self)
            guard pair.utf8.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }),
                let byte = UInt8(pair, radix: 16)
            else { return nil }
            bytes.append(byte)
        }
        return bytes
    }
}
