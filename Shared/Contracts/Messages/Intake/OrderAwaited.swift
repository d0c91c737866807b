public import WireJSON

/// A channel has an order that it has not cleared yet: its goods are held and not sent, until it is reserved for, until a while
/// has gone by, or until the same is said without lines. The envelope's sequence says which is the newest.
public struct OrderAwaited: Event {
    public static let type: MessageType = "waybill.intake.order.awaited.v1"

    public var channel: String
    /// All that the order has to be held; none when it is awaited no more.
    public var lines: [ParcelLine]

    public init(channel: String, lines: [ParcelLine] = []) {
        self.channel = channel
        self.lines = lines
    }

    public init(from json: JSONNode) throws(JSONError) {
        channel = try json.decode("channel")
        lines = try json.decode("lines")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("channel", channel)
            json.write("lines", lines)
        }
    }
}
