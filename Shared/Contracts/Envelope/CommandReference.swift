public import FoundationEssentials
public import WireJSON

/// Whom a reply answers. Kept in the row or the effect that the command began, so that the reply finds its way back
/// even when it comes days later.
public struct CommandReference: Hashable, Sendable, JSONCodable {
    public var id: UUID
    public var orderID: UUID
    public var step: String?
    public var epoch: Int
    public var channel: String?
    public var trace: TraceContext?

    public init(
        id: UUID, orderID: UUID, step: String? = nil, epoch: Int = 0, channel: String? = nil,
        trace: TraceContext? = nil
    ) {
        self.id = id
        self.orderID = orderID
        self.step = step
        self.epoch = epoch
        self.channel = channel
        self.trace = trace
    }

    public init(_ envelope: Envelope) {
        self.init(
            id: envelope.id, orderID: envelope.orderID ?? .zero, step: envelope.step, epoch: envelope.epoch,
            channel: envelope.channel, trace: envelope.trace)
    }

    public init(from json: JSONNode) throws(JSONError) {
        id = try json.decode("id")
        orderID = try json.decode("orderId")
        step = try json.decodeIfPresent("step")
        epoch = try json.decode("epoch", default: 0)
        channel = try json.decodeIfPresent("channel")
        let traceparent: String? = try json.decodeIfPresent("traceparent")
        trace = traceparent.flatMap { TraceContext(traceparent: $0) }
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("id", id)
            json.write("orderId", orderID)
            json.write("step", step)
            if epoch != 0 { json.write("epoch", epoch) }
            json.write("channel", channel)
            json.write("traceparent", trace?.traceparent)
        }
    }
}
