import Contracts
import Messaging
import WireJSON

/// A webhook that was signed rightly. What cannot be understood is parked, and so kept: the channel has its 200
/// already, since one that sees errors switches its webhook off.
package enum ReceiveWebhookHandler: MessageHandler {
    package typealias Store = OrderIntakeStore

    package static func keys(of message: Webhook, _ envelope: Envelope, into keys: inout OrderIntakeKeys) {
        keys.shops.insert(message.shop)
        for id in message.privacyRequest?.orders ?? [] where PrivacyTaking.canBeKnown(id) {
            keys.orders.insert(OrderKey(shop: message.shop, externalID: id))
        }
        guard let key = message.orderKey else { return }
        keys.orders.insert(key)
        keys.toldOrders.insert(key)
        if message.isPackaged { keys.packagedOrders.insert(key) }
    }

    package static func handle(
        _ message: Webhook, _ context: HandlerContext, _ rows: inout OrderIntakeRows, _ out: inout Outcome
    ) throws {
        guard let mapping = message.mapping else {
            throw HandlerError.park("unknown_channel", "no channel is named \(message.message.channel)")
        }
        if case .failure(let error) = message.content {
            throw HandlerError.park("unreadable_body", "\(error)")
        }
        if case .success(let root) = message.content, let document = try? OversizedDocument(from: root) {
            throw HandlerError.park(
                "too_large", "order \(document.order ?? "?") was told in \(document.bytes) bytes, more than can be kept"
            )
        }
        let outcome: String
        switch message.subject {
        case .unhandled: outcome = "unhandled_topic"
        case .attention(let code):
            throw HandlerError.park(code, "the storefront says what a person must carry out (\(message.message.topic))")
        // Who is named in it is to be forgotten, so its body is not kept.
        case .privacy: return try PrivacyTaking.take(message, context, &rows, &out)
        case .claim: outcome = try ClaimTaking.take(message, context, &rows, &out)
        case .refund: outcome = try refund(message, mapping, context, &rows, &out)
        case .address: outcome = try AddressTaking.take(message, mapping, context, &rows, &out)
        case .deletion: outcome = try delete(message, context, &rows)
        case .order: outcome = try take(message, mapping, context, &rows, &out)
        }
        rows.rawBodies.append(
            RawBody(
                messageID: context.envelope.id, shop: message.shop, topic: message.message.topic, body: message.body,
                externalID: message.orderKey?.externalID, outcome: outcome))
    }

    private static func take(
        _ message: Webhook, _ mapping: any ChannelMapping, _ context: HandlerContext,
        _ rows: inout OrderIntakeRows, _ out: inout Outcome
    ) throws -> String {
        guard let node = message.order else {
            throw HandlerError.park("not_an_order", "the body holds no order, or more than one")
        }
        let shop = rows.shops[message.shop] ?? Shop(key: message.shop)
        if mapping.isDeleted(node), message.orderKey.flatMap({ rows.orders[$0] }) != nil {
            return try delete(message, context, &rows)
        }
        switch mapping.map(node, for: shop) {
        case .unfit(let reasons):
            throw HandlerError.park("unfit_order", reasons.prefix(10).map(\.line).joined(separator: "; "))
        case .order(var order, let disposition):
            CollectorRule.apply(to: &order, of: shop, isStated: false)
            let known = message.orderKey.flatMap { rows.orders[$0] }
            var disposition = disposition
            var updatedAt = order.updatedAt ?? order.placedAt
            var refunds = mapping.refunds(in: node, for: shop)
            // Who is asked says which lines they are of, and soon is.
            if Polling(rows.shops[message.shop], rows.polling) != nil { refunds.removeAll(where: \.isSummary) }
            let package = mapping.package(of: node)
            var pendingNews = false
            if let package {
                let whole = try PackageTaking.take(
                    order, disposition, in: package, tellsSplits: mapping.tellsSplits, &rows)
                if whole.isPending, let key = message.orderKey {
                    ReleaseOrder(key, heldSince: context.now).schedule(shop, rows.polling, &out)
                    pendingNews = whole.isNews
                }
                (order, disposition, updatedAt) = (whole.order, whole.disposition, whole.updatedAt)
                refunds += whole.cancels
            } else if mapping.tellsParts, let known, known.order.units != order.units {
                // A list of what is still to be packed leaves out the rest of an order, which is news of nothing.
                let isPart = order.units.allSatisfy { $0.value <= known.order.units[$0.key] ?? 0 }
                if isPart, disposition == .proceed { return "part" }
                // What was told before units of it were cancelled may come later; without a time nobody knows.
                // Lines that were cancelled before the order was first heard of are told as such.
                let gone = Set(
                    rows.refunds.rows.filter { $0.key.order == known.key }.flatMap { $0.content.lines.map(\.lineID) })
                let hasKnownLines = order.units.allSatisfy { known.order.units[$0.key] != nil || gone.contains($0.key) }
                let isOlder = order.updatedAt.map { $0 < known.updatedAt } ?? false
                if hasKnownLines, isOlder, disposition == .proceed { return "stale" }
                let message = "this is about other lines of the order than are known"
                // The news of their cancel may be on its way.
                if isOlder { throw HandlerError.retry("other_lines", message) }
                throw HandlerError.park("other_lines", message)
            } else if mapping.tellsWhatIsLeft, let known {
                let left = order.units
                let givenBack = RefundTaking.untold(mapping.unitsGivenBack(in: node), of: known.key, rows)
                let hasNoLines = order.lines.isEmpty && !known.order.lines.isEmpty
                // It was read without them: Amazon's older lists have heads alone. Or nothing of it is left.
                if hasNoLines { order.takeGoods(of: known.order) }
                // What is cancelled as a whole is told as that. Of goods that have left, the money is news all the same.
                let isWhole = hasNoLines || disposition.recordedReason?.stopsOrder == true
                if known.isAnnounced, known.order.units != left, !isWhole || !givenBack.isEmpty,
                    IncomingOrder(order: order, disposition: disposition, updatedAt: updatedAt).supersedes(known)
                {
                    refunds += known.order.cancels(leaving: left, givenBack: givenBack)
                }
            }
            let isKnown = known?.isAnnounced ?? false
            if disposition == .recorded(.partiallyFulfilled), !isKnown {
                // Shipping all of it would send goods twice, shipping none would keep some that are paid.
                throw HandlerError.park("partially_fulfilled", "part of the order was shipped before it came here")
            }
            if disposition == .recorded(.fulfilled), let known { try checkSending(of: known, shop, rows) }
            let incoming = IncomingOrder(
                order: order, disposition: disposition, updatedAt: updatedAt, isOfAllThatIsKnown: package != nil)
            if let known, known.isAnnounced, incoming.hash == known.hash, disposition == .proceed,
                order.mismatches.contains(where: { $0.code == ReasonCode.cancelRequested.rawValue })
            {
                // Nothing else of it is news, and a remark on an order that runs nobody reads.
                throw HandlerError.park(
                    "cancel_requested",
                    "the buyer of order \(order.number) asked the channel to cancel: cancel it here, or let it be sent")
            }
            let merge = OrderTaking.take(incoming, refunds: refunds, context, &rows, &out)
            if merge.row.disposition == .recorded(.awaitingPackages), known?.disposition != merge.row.disposition {
                ReleaseOrder(merge.row.key, heldSince: context.now).schedule(shop, rows.polling, &out)
            }
            let outcome = pendingNews && !merge.outcome.isNews ? "pending" : merge.outcome.rawValue
            if merge.outcome.isNews || pendingNews { recordRecovery(of: merge.row, outcome, message, context, &rows) }
            return outcome
        }
    }

    /// Somebody has marked an order as sent at the channel while it runs here. Whether its goods have left nobody but a person knows.
    private static func checkSending(of known: IntakeOrder, _ shop: Shop, _ rows: OrderIntakeRows) throws {
        guard known.isAnnounced, known.disposition == .proceed, shop.connection != nil,
            ToldKinds.hearsFromShopAlone(shop.key.channel), PushTaking.book(known, rows).isNothingSent
        else { return }
        throw HandlerError.park(
            "fulfilled_at_channel",
            "order \(known.order.number) was marked as sent at the channel, and not by a parcel from here: cancel it here, or let it be sent"
        )
    }

    /// What a question to the channel brought that is news: its webhooks, where it sends any, have had their time.
    private static func recordRecovery(
        of row: IntakeOrder, _ outcome: String, _ message: Webhook, _ context: HandlerContext,
        _ rows: inout OrderIntakeRows
    ) {
        guard let way = PollKind(topic: message.message.topic), way != .notices else { return }
        let polling = Polling(rows.shops[message.shop], rows.polling)
        guard way == .census || polling?.hasWebhooks == true else { return }
        rows.recoveries.append(
            Recovery(
                order: row.key, messageID: context.envelope.id, way: way, outcome: outcome,
                channelUpdatedAt: row.updatedAt))
    }

    /// A refund of its own, which may come before the order, and inside of it too.
    private static func refund(
        _ message: Webhook, _ mapping: any ChannelMapping, _ context: HandlerContext, _ rows: inout OrderIntakeRows,
        _ out: inout Outcome
    ) throws -> String {
        let shop = rows.shops[message.shop] ?? Shop(key: message.shop)
        guard let key = message.orderKey,
            let refund = message.order.flatMap({ mapping.refund(in: $0, for: shop) })?.refund
        else { throw HandlerError.park("unfit_refund", "the body holds no refund that can be understood") }
        RefundTaking.record([refund], of: key, &rows)
        if let row = rows.orders[key] { RefundTaking.settle(RefundBook.Occasion(row: row), &rows, &out) }
        return "refund"
    }

    /// The order is gone from the storefront, which says no more than its id. Whether one that still runs here is to be sent is a
    /// person's to say; of any other it is recorded, and nothing is undone.
    private static func delete(
        _ message: Webhook, _ context: HandlerContext, _ rows: inout OrderIntakeRows
    ) throws -> String {
        if let row = message.orderKey.flatMap({ rows.orders[$0] }) {
            if row.isAnnounced, row.disposition.recordedReason?.isEnding != true,
                !PushTaking.isLast([], of: row, rows)
            {
                throw HandlerError.park(
                    "deleted_at_channel",
                    "order \(row.order.number) was deleted at the channel and still runs here: cancel it, or let it be sent"
                )
            }
            rows.changes.append(
                OrderChange(
                    orderID: row.id, messageID: context.envelope.id, version: row.version, kind: "deleted", paths: [],
                    channelUpdatedAt: nil))
        }
        return "deleted"
    }
}

extension Reason {
    /// Code, place and message in one line.
    fileprivate var line: String {
        [code, path.map { "at \($0)" }, message].compactMap(\.self).joined(separator: " ")
    }
}
