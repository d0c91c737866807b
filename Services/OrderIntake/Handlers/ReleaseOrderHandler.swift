import Contracts
import Messaging
import WireJSON

/// An order that waits for its packages is looked at again. The service sends it to itself.
package struct ReleaseOrder: Command {
    package static let type: MessageType = "waybill.intake.order.release.v1"

    package let order: OrderKey
    package let heldSince: Timestamp

    package init(_ order: OrderKey, heldSince: Timestamp) {
        self.order = order
        self.heldSince = heldSince
    }

    package init(from json: JSONNode) throws(JSONError) {
        order = OrderKey(
            shop: ShopKey(channel: try json.decode("channel"), shop: try json.decode("shop")),
            externalID: try json.decode("externalId"))
        heldSince = try json.decode("heldSince")
    }

    package func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("channel", order.shop.channel)
            json.write("shop", order.shop.shop)
            json.write("externalId", order.externalID)
            json.write("heldSince", heldSince)
        }
    }

    /// A shop that is asked has its answer soon; any other is left the time that its channel takes.
    func schedule(_ shop: Shop, _ settings: PollSettings, _ out: inout Outcome) {
        let isAsked = Polling(shop, settings) != nil
        schedule(after: isAsked ? .seconds(2) : ReleaseOrderHandler.patience(with: order.shop.channel), &out)
    }

    func schedule(after delay: Duration, _ out: inout Outcome) {
        out.schedule(self, key: "release/\(order.shop.text)/\(order.externalID)", after: delay)
    }
}

/// Lets an order go with the packages that are known once no other can come.
///
/// The packages that one was split into were made at one moment. So where the shop is asked for what changed, all of them have come
/// when it was read past that moment: no question of its own is needed, and none is put to a channel that does not answer.
/// Nobody hears of a package that comes even later: it is tried again for some minutes, then parked (`further_lines`).
package enum ReleaseOrderHandler: MessageHandler {
    package typealias Store = OrderIntakeStore

    /// From one look to the next.
    private static let interval = Duration.seconds(10)
    /// A shop that was not read for so long keeps nobody waiting any more.
    private static let longest = Duration.seconds(3600)
    /// A split is not one moment to the millisecond.
    private static let moment = Duration.seconds(1)

    static func patience(with channel: String) -> Duration {
        ChannelDirectory.mapping(of: channel)?.packagesWithin ?? .zero
    }

    package static func keys(of message: ReleaseOrder, _ envelope: Envelope, into keys: inout OrderIntakeKeys) {
        keys.shops.insert(message.order.shop)
        keys.watermarks.insert(Watermark.Key(shop: message.order.shop, kind: .changes))
        keys.orders.insert(message.order)
        keys.toldOrders.insert(message.order)
        keys.packagedOrders.insert(message.order)
    }

    package static func handle(
        _ message: ReleaseOrder, _ context: HandlerContext, _ rows: inout OrderIntakeRows, _ out: inout Outcome
    ) throws {
        guard let row = rows.orders[message.order] else { return }
        let packages = rows.packages.rows.filter { $0.key.order == message.order }
        let isHeld = row.disposition == .recorded(.awaitingPackages)
        guard isHeld || row.isAnnounced else { return }
        let changedAt = packages.map(\.updatedAt).max().map { max($0, row.updatedAt) } ?? row.updatedAt
        let waited = context.now - message.heldSince
        if Polling(rows.shops[message.order.shop], rows.polling) != nil {
            let watermark = rows.watermarks[Watermark.Key(shop: message.order.shop, kind: .changes)]
            let isRead = watermark.map { $0.readTo >= changedAt + moment } ?? false
            // What would be taken off an order that runs waits for as long as it takes: the package may be in another's place.
            if !isRead, waited < longest || row.isAnnounced { return message.schedule(after: interval, &out) }
        } else {
            let left = patience(with: message.order.shop.channel) - waited
            if left > .zero { return message.schedule(after: left, &out) }
        }
        let tellsSplits = ChannelDirectory.mapping(of: message.order.shop.channel)?.tellsSplits ?? true
        let incoming: IncomingOrder
        var cancels: [ChannelRefund] = []
        if isHeld {
            let book = PackageBook(Array(packages), tellsSplits: tellsSplits)
            try PackageTaking.checkClear(book, of: row)
            incoming = IncomingOrder(
                order: row.order, disposition: book.disposition, updatedAt: row.updatedAt, isOfAllThatIsKnown: true)
        } else {
            guard let settled = try PackageTaking.settle(row, Array(packages), tellsSplits: tellsSplits) else { return }
            cancels = settled.cancels
            incoming = IncomingOrder(
                order: settled.order, disposition: settled.disposition, updatedAt: settled.updatedAt,
                isOfAllThatIsKnown: true)
        }
        _ = OrderTaking.take(incoming, refunds: cancels, context, &rows, &out)
    }
}
