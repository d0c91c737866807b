public import WireJSON

/// The answer to a booking.
public struct StockBooked: Answer {
    public static let type: MessageType = "waybill.inventory.booked.v1"

    public var reference: String
    /// Movements booked.
    public var booked: Int
    /// Movements refused, such as for an unknown site.
    public var reasons: [Reason]

    public init(reference: String, booked: Int, reasons: [Reason] = []) {
        self.reference = reference
        self.booked = booked
        self.reasons = reasons
    }

    public init(from json: JSONNode) throws(JSONError) {
        reference = try json.decode("reference")
        booked = try json.decode("booked")
        reasons = try json.decode("reasons", default: [])
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("reference", reference)
            json.write("booked", booked)
            json.write("reasons", reasons)
        }
    }
}
