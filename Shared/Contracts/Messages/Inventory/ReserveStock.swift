public import FoundationEssentials
public import WireJSON

/// Reserve the lines and say which sites send what. Asked again as paid, it confirms what was held for an unpaid order.
public struct ReserveStock: Command {
    public static let type: MessageType = "waybill.inventory.reserve.v1"

    public var reservationID: UUID
    public var channel: String
    public var lines: [ParcelLine]
    public var destination: Address?
    public var isExpress: Bool
    /// What is held for an unpaid order is given back after a while.
    public var isPaid: Bool

    public init(
        reservationID: UUID, channel: String, lines: [ParcelLine], destination: Address? = nil, isExpress: Bool = false,
        isPaid: Bool = true
    ) {
        self.reservationID = reservationID
        self.channel = channel
        self.lines = lines
        self.destination = destination
        self.isExpress = isExpress
        self.isPaid = isPaid
    }

    /// The one reservation of an order, from the first unit that is held for it to the last.
    public static func reservationID(of order: UUID) -> UUID { .v5("reservation/\(order.text)") }

    public init(from json: JSONNode) throws(JSONError) {
        reservationID = try json.decode("reservationId")
        channel = try json.decode("channel")
        lines = try json.decode("lines")
        destination = try json.decodeIfPresent("destination")
        isExpress = try json.decode("isExpress", default: false)
        isPaid = try json.decode("isPaid", default: true)
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("reservationId", reservationID)
            json.write("channel", channel)
            json.write("lines", lines)
            json.write("destination", destination)
            json.write("isExpress", isExpress)
            if !isPaid { json.write("isPaid", isPaid) }
        }
    }
}
