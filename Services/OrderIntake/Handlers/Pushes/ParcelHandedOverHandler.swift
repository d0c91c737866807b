import Contracts
import FoundationEssentials
import Messaging

/// A parcel is on its way: its channel hears what is in it and how it is found.
enum ParcelHandedOverHandler: MessageHandler {
    typealias Store = OrderIntakeStore

    static func keys(of message: ParcelHandedOver, _ envelope: Envelope, into keys: inout OrderIntakeKeys) {
        guard let shop = PushTaking.shop(of: envelope), ToldKinds.include(.fulfilment, of: shop.channel),
            let orderID = envelope.orderID
        else { return }
        keys.shops.insert(shop)
        keys.toldOrderIDs.insert(orderID)
        if ChannelDirectory.mapping(of: shop.channel)?.keepsRefundedUnits == true { keys.refundsOfTold.insert(orderID) }
    }

    static func handle(
        _ message: ParcelHandedOver, _ context: HandlerContext, _ rows: inout OrderIntakeRows, _ out: inout Outcome
    ) throws {
        let key = "fulfilment/\(message.parcel.id.text)"
        guard let (row, _) = PushTaking.order(.fulfilment, context, rows), rows.pushes[key] == nil else { return }
        let book = PushTaking.book(row, rows)
        let lines = book.lines(in: message.parcel)
        guard !lines.isEmpty else { return }
        let tracking = message.tracking
        let push = ChannelPush.Fulfilment(
            order: row.order.externalID, parcel: message.parcel.id.text, lines: lines, carrier: tracking.carrier,
            service: tracking.service, trackingNumber: tracking.trackingNumber, trackingURL: tracking.trackingURL,
            shippedAt: message.at, site: message.parcel.site, isLast: PushTaking.isLast(lines, of: row, rows),
            invoiceNumber: book.invoice?.number, earlier: book.parcels)
        PushTaking.tellWaiting(of: row, context, &rows, &out)
        PushTaking.tell(.fulfilment(push), key: key, of: row, context, &rows, &out)
    }
}
