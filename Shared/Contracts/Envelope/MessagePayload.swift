import WireJSON

/// What a message says: the `data` of its envelope.
public protocol MessagePayload: JSONCodable, Hashable, Sendable {
    static var type: MessageType { get }
}

/// A request to one service, named by the type.
public protocol Command: MessagePayload {}

/// A fact, stated to whoever listens. Replies to commands are events too.
public protocol Event: MessagePayload {}

/// An event that answers a person at a screen: kept for whoever asked, and of no interest to the saga.
public protocol Answer: Event {}
