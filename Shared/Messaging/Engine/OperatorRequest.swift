import Contracts
import Postgres
import WireJSON

/// What an operator asks of the engine itself, whatever the service: run parked work again, or give it up.
enum OperatorRequest {
    case retry(RetryParked)
    case discard(DiscardParked)

    static let types: Set<MessageType> = [RetryParked.type, DiscardParked.type]

    init(_ message: ReceivedMessage) throws(JSONError) {
        self = message.type == RetryParked.type ? .retry(try message.payload()) : .discard(try message.payload())
    }

    func write(in transaction: inout Transaction) throws {
        switch self {
        case .retry(let request):
            try transaction.send(InboxStore.retryParked, request.ids, request.type?.rawValue, request.actor)
            if request.type == nil {
                try transaction.send(EffectStore.retryParked, request.ids, request.actor)
                if request.ids.isEmpty { try transaction.send(OutboxStore.retryReturned) }
            }
        case .discard(let request):
            try transaction.send(InboxStore.discardParked, request.ids, request.reason, request.actor)
            try transaction.send(EffectStore.discardParked, request.ids, request.reason, request.actor)
        }
    }
}
