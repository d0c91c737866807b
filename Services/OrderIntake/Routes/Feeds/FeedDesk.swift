import Contracts
import FoundationEssentials
import Logging
import Messaging

/// Answers those who work a shop's orders from outside, without a word of HTTP: are they let in, what are they told, is what they
/// say kept.
package struct FeedDesk: Sendable {
    /// The passwords of a shop's feed; none when it has no such feed. Looked up at each use.
    package typealias Passwords = @Sendable (_ feed: String, _ shop: ShopKey) -> [String]

    /// Passwords from files named after the feed: a line each, two while one is being replaced.
    package static func passwords(in credentials: ChannelCredentials) -> Passwords {
        { name, shop in
            let text = (try? credentials.readIfPresent(name, of: shop)) ?? nil
            return (text ?? "").split(whereSeparator: \.isNewline).prefix(2).map(String.init)
        }
    }

    private let inbox: any LocalInbox
    private let feed: any OrderFeed
    private let passwords: Passwords

    package init(inbox: any LocalInbox, feed: any OrderFeed, passwords: @escaping Passwords) {
        self.inbox = inbox
        self.feed = feed
        self.passwords = passwords
    }

    /// - Parameters:
    ///   - name: of the feed, such as `shipstation`.
    ///   - password: nil when none came.
    package func admit(
        _ password: String?, to name: String, of shop: ShopKey, logger: Logger
    ) throws(FeedProblem) {
        guard WebhookSignature.isSecret(password ?? "", secrets: secrets(of: name, shop)) else {
            logger.warning("feed refused: missing or wrong password", metadata: ["feed": "\(name)"])
            throw .unauthorised
        }
    }

    /// Who shows the password gets a token in its place.
    /// - Parameter account: as the other side calls it.
    package func token(
        for account: String, _ password: String?, of name: String, _ shop: ShopKey, logger: Logger
    ) throws(FeedProblem) -> FeedToken {
        try admit(password, to: name, of: shop, logger: logger)
        // The newest: the other one is on its way out.
        return FeedToken(account: account, feed: name, shop: shop, password: secrets(of: name, shop).first ?? "")
    }

    /// - Returns: the account that the token was given to.
    package func admit(
        token text: String?, to name: String, of shop: ShopKey, logger: Logger
    ) throws(FeedProblem) -> String {
        guard let token = text.flatMap(FeedToken.init),
            token.isGood(for: name, of: shop, passwords: secrets(of: name, shop))
        else {
            logger.warning("feed refused: missing or wrong token", metadata: ["feed": "\(name)"])
            throw .unauthorised
        }
        return token.account
    }

    private func secrets(of name: String, _ shop: ShopKey) -> [String] {
        let isKnown = shop.isWellFormed && ChannelDirectory.mapping(of: shop.channel) != nil
        return isKnown ? passwords(name, shop) : []
    }

    /// - Parameter page: from 1 on.
    /// - Returns: one more than a page has, when there are more.
    package func levels(of shop: ShopKey, page: Int, logger: Logger) async throws(FeedProblem) -> [FeedLevel] {
        do {
            return try await feed.levels(of: shop, page: page)
        } catch {
            logger.error("levels not shown", metadata: ["shop": "\(shop.text)", "error": "\(error)"])
            throw .unavailable
        }
    }

    package func page(of shop: ShopKey, _ window: FeedWindow, logger: Logger) async throws(FeedProblem) -> FeedPage {
        do {
            return try await feed.page(of: shop, window)
        } catch {
            logger.error("orders not shown", metadata: ["shop": "\(shop.text)", "error": "\(error)"])
            throw .unavailable
        }
    }

    /// - Returns: once it is committed. The same tracking number of the same order again changes nothing.
    package func take(
        _ notice: OutsideNotice, for shop: ShopKey, trace: TraceContext?, logger: Logger
    ) async throws(FeedProblem) {
        let order = try await order(of: notice, in: shop, logger)
        guard let lines = notice.lines(of: order) else {
            throw .unreadable("the parcel holds units that order \(notice.orderNumber) does not have")
        }
        let message = ReportShipment(
            orderID: order.id,
            shipment: RecordShipment(
                actor: "\(notice.label.source):\(shop.text)", label: notice.label, lines: lines))
        let id = UUID.v5("shipment/\(order.id.text)/\(notice.label.trackingNumber)")
        do {
            let receipt = try await inbox.submit(
                message, id: id, orderID: order.id, channel: shop.text, trace: trace)
            if case .kept(let reason) = receipt {
                logger.warning(
                    "a shipment is kept for a person", metadata: ["shop": "\(shop.text)", "reason": "\(reason)"])
            }
        } catch {
            logger.error(
                "shipment not taken: it cannot be committed", metadata: ["shop": "\(shop.text)", "error": "\(error)"])
            throw .unavailable
        }
    }

    private func order(
        of notice: OutsideNotice, in shop: ShopKey, _ logger: Logger
    ) async throws(FeedProblem) -> Order {
        let found: [FeedOrder]
        do {
            found = try await feed.orders(numbered: notice.orderNumber, id: notice.orderID, of: shop)
        } catch {
            logger.error("shipment not taken: its order cannot be read", metadata: ["error": "\(error)"])
            throw .unavailable
        }
        guard let first = found.first else { throw .unknownOrder(notice.orderNumber) }
        // An edited order has the number of the one that it took the place of: that one is off.
        let alive = found.filter { $0.state != .cancelled }
        guard alive.count <= 1 else { throw .ambiguousOrder(notice.orderNumber) }
        return (alive.first ?? first).order
    }
}
