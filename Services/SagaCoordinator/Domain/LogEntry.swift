import Contracts
import FoundationEssentials
import WireJSON

/// One event in an order's log: all that the transition depended on, who caused it, and what came of it.
package struct LogEntry: Sendable, Hashable {
    package let orderID: UUID
    /// From 1, without gaps: the order's version after it.
    package let sequence: Int64
    package let messageID: UUID
    package let type: MessageType
    package let epoch: Int
    package let data: [UInt8]
    package let at: Timestamp
    package let causationID: UUID?
    /// `<channel>/<shop>` of a storefront that spoke, and the version of an aggregate that did.
    package let channel: String?
    package let spoken: Int64?
    package let actor: String?
    package let verdict: Verdict
    package let sent: [SentMessage]

    package init(
        orderID: UUID, sequence: Int64, messageID: UUID, type: MessageType, epoch: Int, data: [UInt8], at: Timestamp,
        causationID: UUID?, channel: String? = nil, spoken: Int64? = nil, actor: String?, verdict: Verdict,
        sent: [SentMessage]
    ) {
        self.orderID = orderID
        self.sequence = sequence
        self.messageID = messageID
        self.type = type
        self.epoch = epoch
        self.data = data
        self.at = at
        self.causationID = causationID
        self.channel = channel
        self.spoken = spoken
        self.actor = actor
        self.verdict = verdict
        self.sent = sent
    }

    /// - Throws: `JSONError` when its type or data cannot be read.
    package func event() throws(JSONError) -> SagaEvent {
        try SagaEvent(
            logged: type, data, epoch: epoch, at: at,
            from: Origin(message: messageID, channel: channel, spoken: spoken))
    }
}

extension SagaEvent {
    /// An event out of an order's log.
    /// - Throws: `JSONError` when its type or data cannot be read.
    init(logged type: MessageType, _ data: [UInt8], epoch: Int, at: Timestamp, from origin: Origin) throws(JSONError) {
        let document = try JSONDocument(parsing: data, limits: .message)
        self.init(try FactCatalogue.decode(type, document.root), epoch: epoch, at: at, from: origin)
    }
}

/// A message that an event made the coordinator send.
package struct SentMessage: Sendable, Hashable, JSONCodable {
    package let id: UUID
    package let type: MessageType

    package init(id: UUID, type: MessageType) {
        self.id = id
        self.type = type
    }

    package init(from json: JSONNode) throws(JSONError) {
        id = try json.decode("id")
        type = try json.decode("type")
    }

    package func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("id", id)
            json.write("type", type)
        }
    }
}
