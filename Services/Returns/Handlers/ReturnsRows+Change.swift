import Contracts
import FoundationEssentials
import Messaging

extension ReturnsStore.Rows {
    /// Keeps a return as it is now and says so to whoever listens.
    mutating func change(_ rma: RMA, _ context: HandlerContext, _ out: inout Outcome) {
        var rma = rma
        watch(&rma, &out)
        rma.touch()
        returns[rma.id] = rma
        guard let order = orders[rma.orderID] else { return }
        out.publish(
            ReturnChanged(
                returnID: rma.id, state: rma.state, order: order.summary, lines: rma.units,
                settlement: rma.settlement, refund: rma.given(as: .refund), storeCredit: rma.given(as: .storeCredit),
                expected: rma.details.expected, fees: rma.details.expectedFees,
                link: pages.link(to: order.id, at: context.now, secrets: secrets), tracking: rma.details.tracking,
                exchangeOrderID: rma.details.exchangeOrderID, reason: rma.details.reason), orderID: rma.orderID,
            subject: "return/\(rma.id.text)", sequence: rma.version, channel: order.summary.sender)
    }

    /// One timer a return, for the state that it is in.
    private func watch(_ rma: inout RMA, _ out: inout Outcome) {
        let key = ReturnOverdue.key(of: rma.id)
        guard let days = rma.bound else {
            out.cancelTimer(key: key)
            rma.details.watch = nil
            return
        }
        guard rma.details.watch?.state != rma.state else { return }
        // A loss is a reminder by itself: its next deadline ends it.
        rma.details.watch = ReturnWatch(rma.state, reminders: rma.details.reason?.code == "lost_in_transit" ? 1 : 0)
        out.schedule(
            ReturnOverdue(returnID: rma.id), key: key, after: .seconds(86_400) * days, orderID: rma.orderID)
    }

    /// The return goes ahead: a label, a deadline, and the replacement is reserved.
    mutating func approve(
        _ rma: inout RMA, _ context: HandlerContext, _ out: inout Outcome
    ) throws(ReturnRefusal) {
        try rma.approve()
        guard let order = orders[rma.orderID] else { return }
        if let address = order.summary.shippingAddress {
            let weight = rma.lines.reduce(0) { $0 + $1.terms.unitWeight * $1.quantity }
            out.send(
                BuyReturnLabel(
                    returnID: rma.id, order: order.summary, from: address, site: rma.details.site,
                    lines: rma.lines.flatMap { $0.parcelLines($0.quantity) }, weight: max(1, weight)),
                orderID: rma.orderID, aggregate: rma.id, step: "return_label", epoch: 0,
                channel: order.summary.sender)
        }
        if rma.settlement == .exchange {
            let exchange = Exchange.order(for: rma, of: order.summary, at: context.now)
            rma.details.exchangeOrderID = exchange.id
            out.send(
                CreateExchange(returnID: rma.id, originalOrderID: rma.orderID, order: exchange),
                orderID: rma.orderID, aggregate: rma.id, step: "return_exchange", epoch: 0,
                channel: order.summary.sender)
        }
    }

    /// Units that stay with the customer can be returned another time, and nothing is sent in exchange for them.
    mutating func lapse(_ before: RMA, _ rma: RMA, _ out: inout Outcome) {
        for (old, new) in zip(before.lines, rma.lines) {
            var units = new.orderedUnits(in: new.lapsed) - old.orderedUnits(in: old.lapsed)
            for parcel in new.terms.parcels.reversed() where units > 0 {
                let key = ReturnableLine.Key(parcelID: parcel.parcelID, lineID: new.lineID)
                guard var line = lines[key] else { continue }
                let back = min(units, parcel.quantity, line.returnedQuantity)
                line.giveBack(back)
                lines[key] = line
                units -= back
            }
        }
        if let exchange = rma.details.exchangeOrderID, rma.receivedUnits == 0 {
            out.send(
                CancelOrder(reason: "nothing came back in exchange", actor: "returns"), orderID: exchange,
                aggregate: rma.id, step: "return_exchange_cancel", epoch: 0)
        }
    }

    /// Settles what was inspected: each accepted unit once, over all returns of the order.
    mutating func settleInspected(_ rma: inout RMA, _ out: inout Outcome) {
        guard let order = orders[rma.orderID] else { return }
        var lines = settled(of: order.id)
        let before = lines
        rma.settleUnits(of: order, &lines)
        for line in lines.values where before[line.key.lineID] != line { settled[line.key] = line }
        _ = settle(&rma, as: rma.settlement, &out)
        rma.derive()
    }

    /// Gives what is due and was not given: credit at once, money by asking the payment service.
    mutating func settle(_ rma: inout RMA, as kind: ReturnSettlementKind, _ out: inout Outcome) -> [RMASettlement] {
        guard var order = orders[rma.orderID] else { return [] }
        let new = rma.settle(as: kind, refundable: order.refundable)
        for settlement in new {
            switch settlement.kind {
            case .refund:
                order.promised += settlement.amount
                out.send(
                    RefundPayment(
                        // The coordinator's id of the order's payment.
                        paymentID: .v5("payment/\(order.id.text)"), refundID: settlement.id,
                        amount: settlement.amount, reason: "return \(rma.id.text)",
                        lines: rma.attribute(settlement), returnID: rma.id),
                    orderID: order.id, aggregate: settlement.id, step: "return_refund", epoch: 0,
                    channel: order.summary.sender)
            case .storeCredit:
                order.credited += settlement.amount
                credits.append(credit(settlement, rma, order.summary))
            default: order.credited += settlement.amount
            }
        }
        if !new.isEmpty {
            order.touch()
            orders[order.id] = order
        }
        return new
    }

    private func credit(_ settlement: RMASettlement, _ rma: RMA, _ order: OrderSummary) -> StoreCredit {
        StoreCredit(
            id: settlement.id, channel: order.channel, shop: order.shop,
            customer: order.customer.externalID ?? order.id.text, currency: order.currency.rawValue,
            amount: settlement.amount, orderID: rma.orderID, returnID: rma.id)
    }
}

extension RMALine {
    /// Articles in some of its units: a kit comes back as what it consists of.
    func parcelLines(_ units: Int) -> [ParcelLine] {
        guard !terms.contents.isEmpty else { return [ParcelLine(lineID: lineID, sku: sku, quantity: units)] }
        return terms.contents.map { ParcelLine(lineID: lineID, sku: $0.sku, quantity: $0.quantity * units) }
    }
}

extension OrderSummary {
    /// `<channel>/<shop>`, as envelopes carry it.
    var sender: String { "\(channel)/\(shop)" }
}
