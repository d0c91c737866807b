import Contracts
import ServiceKit

/// Keys and passwords of the shops, in files that an operator puts there: `<channel>.<shop>.<name>`. They are read at each
/// use, so that a new one needs no restart, and kept and shown nowhere.
package struct ChannelCredentials: Sendable {
    private let folder: String?

    /// - Parameter folder: nil when none is set: then every shop is without.
    package init(folder: String?) {
        self.folder = folder
    }

    /// - Parameter name: such as `token`, `key`, `secret`, `user`, `password`, `client_id`, `client_secret` or
    ///   `refresh_token`.
    /// - Throws: a failure that passes when somebody puts the file there.
    package func read(_ name: String, of shop: ShopKey) throws(ChannelFailure) -> String {
        guard let text = try readIfPresent(name, of: shop) else {
            throw ChannelFailure(
                code: .noCredentials, message: "no file \(shop.channel).\(shop.shop).\(name) in intake.credentials",
                isFinal: false)
        }
        return text
    }

    /// The same where it may be missing.
    package func readIfPresent(_ name: String, of shop: ShopKey) throws(ChannelFailure) -> String? {
        // A shop's name is a word: the path cannot lead elsewhere.
        guard let folder, shop.isWellFormed else { return nil }
        guard let bytes = try? readSmallFile("\(folder)/\(shop.channel).\(shop.shop).\(name)", limit: 16_384) else {
            return nil
        }
        let text = String(decoding: bytes, as: UTF8.self)
        let end = text.lastIndex { !$0.isNewline }
        return end.map { String(text[...$0]) }
    }
}
