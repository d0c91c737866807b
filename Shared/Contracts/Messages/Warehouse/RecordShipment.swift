public import WireJSON

/// Somebody outside has packed goods of the order and put a label on them: what the site was to do is done.
public struct RecordShipment: Command {
    public static let type: MessageType = "waybill.warehouse.shipment.record.v1"

    /// Who says so, such as `shipstation:shopify/main`.
    public var actor: String
    public var label: OutsideLabel
    /// Units of order lines that are in the parcel; empty for everything that is still to be sent.
    public var lines: [LineQuantity]

    public init(actor: String, label: OutsideLabel, lines: [LineQuantity] = []) {
        self.actor = actor
        self.label = label
        self.lines = lines
    }

    public init(from json: JSONNode) throws(JSONError) {
        actor = try json.decode("actor")
        label = try json.decode("label")
        lines = try json.decode("lines", default: [])
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("actor", actor)
            json.write("label", label)
            if !lines.isEmpty { json.write("lines", lines) }
        }
    }
}
