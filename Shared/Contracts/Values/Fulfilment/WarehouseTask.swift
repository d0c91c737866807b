public import FoundationEssentials
public import WireJSON

/// What a worker sees: one fulfilment order, in bin order.
public struct WarehouseTask: JSONCodable, Hashable, Sendable {
    /// The fulfilment order's id.
    public var id: UUID
    /// The order's number.
    public var number: String
    /// `pick`, `pack` or `put_back`.
    public var stage: String
    public var lines: [TaskLine]

    public init(id: UUID, number: String, stage: String, lines: [TaskLine]) {
        self.id = id
        self.number = number
        self.stage = stage
        self.lines = lines
    }

    public init(from json: JSONNode) throws(JSONError) {
        id = try json.decode("id")
        number = try json.decode("number")
        stage = try json.decode("stage")
        lines = try json.decode("lines")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("id", id)
            json.write("number", number)
            json.write("stage", stage)
            json.write("lines", lines)
        }
    }
}
