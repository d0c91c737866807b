/// A shop of a channel: who hands orders over.
package struct ShopKey: Hashable, Comparable, Sendable {
    package let channel: String
    package let shop: String

    package init(channel: String, shop: String) {
        self.channel = channel
        self.shop = shop
    }

    /// Reads `orders.<channel>.<shop>`, which a storefront's broker user may write only for itself.
    package init?(routingKey: String) {
        let words = routingKey.split(separator: ".", omittingEmptySubsequences: false)
        guard words.count == 3, words[0] == "orders", Self.isName(words[1]), Self.isName(words[2]) else { return nil }
        self.init(channel: String(words[1]), shop: String(words[2]))
    }

    /// Reads `<channel>/<shop>`.
    package init?(text: String) {
        let words = text.split(separator: "/", omittingEmptySubsequences: false)
        guard words.count == 2, Self.isName(words[0]), Self.isName(words[1]) else { return nil }
        self.init(channel: String(words[0]), shop: String(words[1]))
    }

    /// `<channel>/<shop>`, as envelopes say it.
    package var text: String { "\(channel)/\(shop)" }

    /// Where answers to the shop's submissions go.
    package var answerKey: String { "answer.\(channel).\(shop)" }

    package var isWellFormed: Bool { Self.isName(channel[...]) && Self.isName(shop[...]) }

    /// One word of a routing key and one segment of a URL.
    private static func isName(_ word: Substring) -> Bool {
        (1...64).contains(word.utf8.count)
            && word.utf8.allSatisfy { byte in
                (97...122).contains(byte) || (48...57).contains(byte) || byte == UInt8(ascii: "-")
                    || byte == UInt8(ascii: "_")
            }
    }

    package static func < (left: ShopKey, right: ShopKey) -> Bool {
        (left.channel, left.shop) < (right.channel, right.shop)
    }
}
