import Contracts
import FoundationEssentials
import Messaging
import WireJSON

/// Somebody who works orders from outside has sent a parcel. The route sends it to its own service, so that it is kept before it
/// is answered.
struct ReportShipment: Command {
    static let type: MessageType = "waybill.intake.shipment.report.v1"

    let orderID: UUID
    let shipment: RecordShipment

    init(orderID: UUID, shipment: RecordShipment) {
        self.orderID = orderID
        self.shipment = shipment
    }

    init(from json: JSONNode) throws(JSONError) {
        orderID = try json.decode("orderId")
        shipment = try json.decode("shipment")
    }

    func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("orderId", orderID)
            json.write("shipment", shipment)
        }
    }
}

/// The warehouse is told; the coordinator hears of it from there, and goes on as with any parcel.
enum ReportShipmentHandler: MessageHandler {
    typealias Store = OrderIntakeStore

    static func keys(of message: ReportShipment, _ envelope: Envelope, into keys: inout OrderIntakeKeys) {}

    static func handle(
        _ message: ReportShipment, _ context: HandlerContext, _ rows: inout OrderIntakeRows, _ out: inout Outcome
    ) throws {
        out.send(
            message.shipment, orderID: message.orderID, aggregate: context.envelope.id, step: "shipment", epoch: 0)
    }
}
