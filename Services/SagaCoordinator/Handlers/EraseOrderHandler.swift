import Contracts
import Messaging

/// A storefront's customer is to be forgotten. Only the coordinator knows whether the order is finished, and nothing of it is on
/// its way back: until then somebody needs the address, and it looks again every day.
package enum EraseOrderHandler: MessageHandler {
    package typealias Store = SagaStore

    package static let looksAgainAfter = Duration.seconds(86_400)

    package static func keys(of message: EraseOrder, _ envelope: Envelope, into keys: inout SagaStore.Keys) {
        if let id = envelope.orderID { keys.orders.insert(id) }
    }

    package static func handle(
        _ message: EraseOrder, _ context: HandlerContext, _ rows: inout SagaStore.Rows, _ out: inout Outcome
    ) throws {
        let id = context.orderID
        guard let saga = rows.sagas[id]?.saga else {
            throw HandlerError.retry("unknown_order", "nothing is known of this order yet")
        }
        let open: Set<UnitBucket> = [.returnRequested, .returnInTransit, .returnReceived]
        let isReturning = saga.detours.returns.contains { $0.units.contains { open.contains($0.bucket) } }
        guard saga.phase.isFinal, !isReturning else {
            return out.schedule(message, key: "erase/\(id.text)", after: looksAgainAfter, orderID: id)
        }
        let request = ErasePersonalData(orderIDs: [id], reason: message.reason, actor: message.actor)
        for service in ServiceName.allCases {
            out.send(request, toEngineOf: service, aggregate: id, step: "erase")
        }
    }
}
