import Contracts
import FoundationEssentials
import Messaging
import WireJSON

/// A message to inventory itself: an order that waits for articles is to be looked at again.
struct ResumeReservation: Command {
    static let type: MessageType = "waybill.inventory.timer.resume.v1"

    let reservationID: UUID
    let orderID: UUID
    /// Of all its lines, so that their stock can be loaded.
    let names: [String]

    init(_ waiting: WaitingReservation) {
        reservationID = waiting.id
        orderID = waiting.orderID
        names = waiting.names
    }

    static func timerKey(_ reservationID: UUID) -> String { "resume/\(reservationID.text)" }

    func schedule(after delay: Duration, _ out: inout Outcome) {
        out.schedule(self, key: Self.timerKey(reservationID), after: delay, orderID: orderID)
    }

    init(from json: JSONNode) throws(JSONError) {
        reservationID = try json.decode("reservationId")
        orderID = try json.decode("orderId")
        names = try json.decode("names")
    }

    func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("reservationId", reservationID)
            json.write("orderId", orderID)
            json.write("names", names)
        }
    }
}

/// Tries a waiting order again, and lets it wait on while articles are still unknown.
enum ResumeReservationHandler: MessageHandler {
    typealias Store = InventoryStore

    static func keys(of message: ResumeReservation, _ envelope: Envelope, into keys: inout InventoryKeys) {
        keys.reservations.insert(message.reservationID)
        keys.names.formUnion(message.names)
    }

    static func handle(
        _ message: ResumeReservation, _ context: HandlerContext, _ rows: inout InventoryRows, _ out: inout Outcome
    ) throws {
        // Released or gone on in the meantime: the timer was late.
        guard let waiting = rows.waiting[message.reservationID] else { return }
        ReservationAttempt(request: waiting.request, orderID: waiting.orderID, command: waiting.command)
            .run(context, &rows, &out)
    }
}
