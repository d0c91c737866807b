public import WireJSON

/// An operator lets a held order go on: the step that failed is tried again, with another address when one is given.
public struct ReleaseHold: Command {
    public static let type: MessageType = "waybill.saga.hold.release.v1"

    public var actor: String
    public var reason: String
    /// Where the goods go from now on.
    public var shippingAddress: Address?

    public init(actor: String, reason: String, shippingAddress: Address? = nil) {
        self.actor = actor
        self.reason = reason
        self.shippingAddress = shippingAddress
    }

    public init(from json: JSONNode) throws(JSONError) {
        actor = try json.decode("actor")
        reason = try json.decode("reason")
        shippingAddress = try json.decodeIfPresent("shippingAddress")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("actor", actor)
            json.write("reason", reason)
            json.write("shippingAddress", shippingAddress)
        }
    }
}
