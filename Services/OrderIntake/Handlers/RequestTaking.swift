import Contracts
import FoundationEssentials
import Messaging

/// What all requests of storefronts have in common: checked, handed on when the order is there, kept until it comes.
enum RequestTaking {
    /// When a kept request is looked at again. The first time is for an order that was committed side by side with it, and
    /// so did not see it.
    static let rechecks: [Duration] = [.seconds(2), .seconds(30)]

    static func addKeys(of request: OrderRequest, _ envelope: Envelope, to keys: inout OrderIntakeKeys) {
        let names = (envelope.channel ?? "").split(separator: "/", omittingEmptySubsequences: false)
        guard names.count == 2 else { return }
        let shop = ShopKey(channel: String(names[0]), shop: String(names[1]))
        let id = request.externalID
        guard shop.isWellFormed, !id.utf8.contains(0), id.utf8.count <= SubmissionReader.longestIdentifier else {
            return
        }
        keys.shops.insert(shop)
        keys.orders.insert(OrderKey(shop: shop, externalID: id))
    }

    /// - Throws: `HandlerError` that parks what came by no shop's routing key.
    static func take(
        _ request: OrderRequest, _ context: HandlerContext, _ rows: inout OrderIntakeRows, _ out: inout Outcome
    ) throws {
        guard let sender = sender(of: request, context) else {
            throw HandlerError.park("unknown_sender", "the routing key is not orders.<channel>.<shop>")
        }
        let pending = PendingRequest(
            messageID: context.envelope.id, order: OrderKey(shop: sender, externalID: request.externalID),
            request: request, submissionID: context.envelope.externalID ?? context.envelope.id.text,
            receivedAt: context.now)
        var problems = request.problems
        if rows.shops[sender]?.isOpen == false {
            problems = [Reason(code: ReasonCode.shopClosed.rawValue, message: "shop \(sender.text) is closed")]
        }
        guard problems.isEmpty else { return reject(pending, problems, &out) }
        if let order = rows.orders[pending.order], order.isAnnounced {
            return handOn(pending, to: order.id, &out)
        }
        rows.requests[pending.messageID] = pending
        RecheckRequest(pending, attempt: 0).schedule(after: rechecks[0], &out)
    }

    /// Of an invoice an operator may say it too, who names the shop in the envelope.
    private static func sender(of request: OrderRequest, _ context: HandlerContext) -> ShopKey? {
        if let shop = ShopKey(routingKey: context.origin.routingKey) { return shop }
        guard case .invoice = request else { return nil }
        return PushTaking.shop(of: context.envelope)
    }

    /// The order has come: whatever was asked about it before is asked now.
    static func release(_ key: OrderKey, as orderID: UUID, _ rows: inout OrderIntakeRows, _ out: inout Outcome) {
        let kept = rows.requests.rows.filter { $0.order == key }
            .sorted { ($0.receivedAt, $0.messageID.text) < ($1.receivedAt, $1.messageID.text) }
        for pending in kept {
            handOn(pending, to: orderID, &out)
            rows.requests[pending.messageID] = nil
            out.cancelTimer(key: RecheckRequest.timerKey(pending.messageID))
        }
    }

    static func handOn(_ pending: PendingRequest, to orderID: UUID, _ out: inout Outcome) {
        let shop = pending.order.shop.text
        func send(_ command: some Command) {
            // One request is one command, whenever the order comes.
            out.send(
                command, orderID: orderID, aggregate: pending.messageID, step: "request", epoch: 0, channel: shop,
                answers: pending.messageID)
        }
        switch pending.request {
        case .cancel(let message):
            send(
                CancelOrder(reason: message.reason, actor: shop, lines: message.lines, isPreview: message.isPreview))
        case .change(let message):
            send(
                ChangeOrder(
                    actor: shop, reason: message.reason, shippingAddress: message.shippingAddress,
                    lines: message.lines, isPreview: message.isPreview, previewToken: message.previewToken))
        case .giveBack(let message):
            send(
                RequestReturn(
                    lines: message.lines, settlement: message.settlement, exchangeLines: message.exchangeLines,
                    actor: shop, isPreview: message.isPreview))
        case .invoice(let message):
            // To ourselves, and so no answer: what the channel was told of the order is not locked here.
            out.send(
                TellInvoice(message, pending), orderID: orderID, aggregate: pending.messageID, step: "request",
                epoch: 0, channel: shop)
        }
    }

    static func reject(_ pending: PendingRequest, _ reasons: [Reason], _ out: inout Outcome) {
        let event = SubmissionRejected(
            submissionID: pending.submissionID, externalID: pending.order.externalID, reasons: reasons)
        out.announce(
            event, routingKey: pending.order.shop.answerKey, key: pending.messageID.text,
            channel: pending.order.shop.text, answers: pending.messageID)
    }
}
