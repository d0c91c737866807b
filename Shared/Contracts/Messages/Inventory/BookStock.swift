public import WireJSON

/// Book goods in, correct a count, set goods aside or decide of those set aside; each movement goes into the ledger.
public struct BookStock: Command {
    public static let type: MessageType = "waybill.inventory.stock.book.v1"

    /// `receive`, `adjust`, `quarantine` (stock set aside), `unquarantine` (back to the stock) or `write_off` (out of quarantine).
    public var kind: String
    /// What it is for, such as a delivery note.
    public var reference: String
    public var actor: String
    public var movements: [StockMovementRequest]

    public init(kind: String, reference: String, actor: String, movements: [StockMovementRequest]) {
        self.kind = kind
        self.reference = reference
        self.actor = actor
        self.movements = movements
    }

    public init(from json: JSONNode) throws(JSONError) {
        kind = try json.decode("kind")
        reference = try json.decode("reference")
        actor = try json.decode("actor")
        movements = try json.decode("movements")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("kind", kind)
            json.write("reference", reference)
            json.write("actor", actor)
            json.write("movements", movements)
        }
    }
}
