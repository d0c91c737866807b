import Contracts
import Postgres
import WireJSON

/// What an operator asks of the engine itself, whatever the service: run parked work again, give it up, or
/// forget a person.
enum OperatorRequest {
    case retry(RetryParked)
    case discard(DiscardParked)
    case erase(ErasePersonalData)

    static let types: Set<MessageType> = [RetryParked.type, DiscardParked.type, ErasePersonalData.type]

    init(_ message: ReceivedMessage) throws(JSONError) {
        switch message.type {
        case RetryParked.type: self = .retry(try message.payload())
        case DiscardParked.type: self = .discard(try message.payload())
        default: self = .erase(try message.payload())
        }
    }

    func write(with store: some ServiceStore, in transaction: inout Transaction) throws {
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
        case .erase(let request):
            try ErasureStore.check(request, in: &transaction)
            try store.erasePersonalData(of: request.orderIDs, in: &transaction)
            try ErasureStore.write(request, in: &transaction)
        }
    }
}
