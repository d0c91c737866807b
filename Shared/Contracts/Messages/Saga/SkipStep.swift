public import FoundationEssentials
public import WireJSON

/// An operator takes a step as done that was done by hand, or need not be done: the order goes on without it.
public struct SkipStep: Command {
    public static let type: MessageType = "waybill.saga.step.skip.v1"

    /// As `waybill show` names it, such as `label`.
    public var step: String
    /// The payment, reservation, fulfilment order or parcel; nil for the only one that is open.
    public var unit: UUID?
    public var actor: String
    public var reason: String

    public init(step: String, unit: UUID? = nil, actor: String, reason: String) {
        self.step = step
        self.unit = unit
        self.actor = actor
        self.reason = reason
    }

    public init(from json: JSONNode) throws(JSONError) {
        step = try json.decode("step")
        unit = try json.decodeIfPresent("unit")
        actor = try json.decode("actor")
        reason = try json.decode("reason")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("step", step)
            json.write("unit", unit)
            json.write("actor", actor)
            json.write("reason", reason)
        }
    }
}
