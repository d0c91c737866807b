import Contracts
import Messaging
import WireJSON

/// A message to inventory itself: there may be goods for the orders that wait for an article or a kit.
struct FillBackorders: Command {
    static let type: MessageType = "waybill.inventory.timer.fill.v1"

    /// Orders in one message: few enough that other work is not kept waiting.
    static let pageSize = 100

    let sku: String

    init(sku: String) {
        self.sku = sku
    }

    func schedule(after delay: Duration, _ out: inout Outcome) {
        out.schedule(self, key: "fill/\(sku)", after: delay, orderID: .zero)
    }

    /// A second look under a key of its own, so that it does not take the place of one that is due.
    func scheduleLater(_ out: inout Outcome) {
        out.schedule(self, key: "look/\(sku)", after: .seconds(30), orderID: .zero)
    }

    init(from json: JSONNode) throws(JSONError) {
        sku = try json.decode("sku")
    }

    func encode(to json: inout JSONWriter) {
        json.object { $0.write("sku", sku) }
    }
}

/// Gives what came in to the orders that wait: express first, then who came first.
enum FillBackordersHandler: MessageHandler {
    typealias Store = InventoryStore

    static func keys(of message: FillBackorders, _ envelope: Envelope, into keys: inout InventoryKeys) {
        keys.names.insert(message.sku)
        keys.fills.insert(message.sku)
    }

    static func handle(
        _ message: FillBackorders, _ context: HandlerContext, _ rows: inout InventoryRows, _ out: inout Outcome
    ) throws {
        let queue = rows.reservations.rows
            .filter { $0.backorders.contains { $0.sku == message.sku } }.sorted(by: Reservation.isServedBefore)
        var isExhausted = false
        for reservation in queue {
            var change = ReservationChange(reservation, context)
            isExhausted = !fill(&change, with: message.sku, &rows, &out)
            if change.hasNewAllocations { change.tell(answering: nil, &rows, &out) }
            if change.reservation != reservation { change.save(ifNothingIsHeld: reservation.state, &rows) }
        }
        // Whoever stands behind the page is looked at next, if there is anything left for them.
        if queue.count >= FillBackorders.pageSize, !isExhausted { message.schedule(after: .zero, &out) }
    }

    /// - Returns: whether all of what the reservation waits for was there.
    private static func fill(
        _ change: inout ReservationChange, with sku: String, _ rows: inout InventoryRows, _ out: inout Outcome
    ) -> Bool {
        guard let article = rows.articles[sku] else { return false }
        var isComplete = true
        // From the back, since what is filled is removed.
        for index in change.reservation.backorders.indices.reversed()
        where change.reservation.backorders[index].sku == sku {
            let line = OrderedLine(change.reservation.backorders[index], of: article)
            let tried = Set(change.reservation.history.tried.map { StockKey(sku: $0.sku, site: $0.site) })
            let candidates = rows.candidates(for: Set(line.parts.map(\.sku))) { !tried.contains($0) }
            let covered = Coverage.quantities(of: [line], from: candidates)[0]
            if covered < line.quantity { isComplete = false }
            if covered > 0 { change.fill(index, line, covered, from: candidates, &rows, &out) }
        }
        return isComplete
    }
}

extension OrderedLine {
    /// What waits, as a wish of its own.
    init(_ backorder: Backorder, of article: StockKeepingUnit) {
        let parts = article.components.map { Part(sku: $0.sku, quantity: $0.quantity) }
        self.init(
            lineID: backorder.lineID, sku: backorder.sku, quantity: backorder.quantity, units: backorder.units,
            perUnit: backorder.perUnit, parts: parts.isEmpty ? nil : parts,
            policy: backorder.isWhole ? .backorder : .split)
    }
}
