import Contracts
import HTTPClient
import Messaging

/// A shop is opened, changed or closed. The reply is also what the others learn of it.
package enum UpsertShopHandler: MessageHandler {
    package typealias Store = OrderIntakeStore

    package static func keys(of message: UpsertShop, _ envelope: Envelope, into keys: inout OrderIntakeKeys) {
        let shop = ShopKey(channel: message.channel, shop: message.shop)
        keys.changedShops.insert(shop)
        keys.watermarks.insert(Watermark.Key(shop: shop, kind: .claims))
        if ToldKinds.include(.stock, of: shop.channel) { keys.feeds.insert(shop) }
    }

    package static func handle(
        _ message: UpsertShop, _ context: HandlerContext, _ rows: inout OrderIntakeRows, _ out: inout Outcome
    ) throws {
        let key = ShopKey(channel: message.channel, shop: message.shop)
        try check(message, key)
        var shop = rows.shops[key] ?? Shop(key: key, version: 0)
        let before = shop
        shop.isOpen = message.isOpen
        shop.stockBuffer = message.stockBuffer
        // A change that names no secret keeps the ones there are: otherwise it would lock the storefront out.
        if !message.webhookSecrets.isEmpty { shop.webhookSecrets = message.webhookSecrets }
        shop.currency = message.currency ?? shop.currency
        shop.paymentMethod = message.paymentMethod ?? shop.paymentMethod
        shop.payments = message.payments ?? shop.payments
        // An empty domain ends the check.
        if let domain = message.domain { shop.domain = domain.isEmpty ? nil : domain.lowercased() }
        shop.connection = message.connection ?? shop.connection
        if shop != before || shop.version == 0 {
            shop.version += 1
            rows.shops[key] = shop
        }
        if shop.connection != nil { ask(shop, context, &rows, &out) }
        StockTelling.begin(key, context, &rows, &out)
        out.reply(
            ShopChanged(
                channel: key.channel, shop: key.shop, isOpen: shop.isOpen, stockBuffer: shop.stockBuffer),
            to: context.command, subject: "shop/\(key.text)", sequence: shop.version)
    }

    /// Begins to ask the shop for its orders and claims, or ends it: a timer that is set again replaces the one before.
    private static func ask(
        _ shop: Shop, _ context: HandlerContext, _ rows: inout OrderIntakeRows, _ out: inout Outcome
    ) {
        let settings = rows.polling
        for kind in PollKind.allCases {
            let key = Watermark.Key(shop: shop.key, kind: kind)
            guard let polling = Polling(shop, settings, for: kind) else {
                out.cancelTimer(key: PollRound.timerKey(key))
                continue
            }
            // Or the shop's first round would begin them, later.
            if kind == .claims, rows.watermarks[key] == nil {
                rows.watermarks[key] = polling.fresh(key, at: context.now)
            }
            PollRound.schedule(key, after: kind == .census ? min(settings.censusEvery, .seconds(3600)) : .zero, &out)
        }
    }

    private static func check(_ message: UpsertShop, _ key: ShopKey) throws(HandlerError) {
        guard key.isWellFormed else {
            throw .park("invalid_shop", "channel and shop are words of a-z, 0-9, - and _, of at most 64")
        }
        guard message.stockBuffer >= 0, message.stockBuffer <= OrderArithmetic.largestQuantity else {
            throw .park("invalid_shop", "stockBuffer is out of range")
        }
        guard message.webhookSecrets.count <= 2, message.webhookSecrets.allSatisfy({ !$0.isEmpty }) else {
            throw .park("invalid_shop", "a shop has one webhook secret, or two during a rotation, none of them empty")
        }
        guard message.currency?.isWellFormed ?? true else {
            throw .park("invalid_shop", "currency is not an ISO 4217 code")
        }
        guard [nil, .channel, .waybill].contains(message.payments) else {
            throw .park("invalid_shop", "payments are taken by channel or by waybill")
        }
        guard message.domain.map({ $0.utf8.count <= 253 && $0.utf8.allSatisfy { (33...126).contains($0) } }) ?? true
        else { throw .park("invalid_shop", "domain is not the name of a host") }
        if let connection = message.connection { try check(connection) }
    }

    private static func check(_ connection: ShopConnection) throws(HandlerError) {
        let rules = HTTPConfiguration(reach: .anywhere, bodyLimit: 0, refusesLongBodies: true)
        guard connection.baseURL.map(rules.admits) ?? true else {
            throw .park("invalid_shop", "baseUrl is an https address, or http of this machine")
        }
        guard (0...86_400).contains(connection.pollEvery ?? 0) else {
            throw .park("invalid_shop", "pollEvery is seconds, at most a day")
        }
        guard connection.options.count <= 100 else {
            throw .park("invalid_shop", "a connection has at most 100 options")
        }
        guard connection.options[ShopConnection.sinceOption] == nil || connection.since != nil else {
            throw .park("invalid_shop", "since is a day or a moment, such as 2026-11-01 or 2026-11-01T08:00:00+03:00")
        }
    }
}
