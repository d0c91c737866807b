import AMQP
import Contracts

extension Delivery {
    var isDeadLetter: Bool { queue.hasSuffix(".dead") }

    /// The key that the message was published with. A queue's dead letters travel under the name of their service, and
    /// who sent a submission is told by nothing but the key that it came with.
    ///
    /// The broker writes the newest death in front. What stands behind it may have come with the message, so it is not
    /// looked at, and neither is the header of a message that is no dead letter.
    var originalRoutingKey: String {
        guard isDeadLetter, case .array(let deaths)? = properties.headers["x-death"],
            case .table(let death)? = deaths.first, let from = death["queue"]?.string,
            Topology.waybill.queues.contains(where: {
                $0.name == from && Topology.deadLetterQueue(of: $0.owner) == queue
            }),
            case .array(let keys)? = death["routing-keys"], let key = keys.first?.string
        else { return routingKey }
        return key
    }
}
