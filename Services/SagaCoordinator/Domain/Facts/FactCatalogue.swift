import Contracts
import WireJSON

/// Every message that the coordinator takes, by type: what the log and the early facts are read with.
package enum FactCatalogue {
    package static let types: [any SagaFact.Type] = [
        OrderAccepted.self, OrderUpdated.self, OrderCancelledByChannel.self, RefundedByChannel.self,
        PaymentAuthorised.self, PaymentDeclined.self, PaymentDenied.self, PaymentReviewRequired.self,
        PaymentCaptured.self, PaymentCaptureFailed.self, PaymentCancelled.self,
        PaymentRefunded.self, RefundFailed.self, PaymentFinished.self, PaymentDisputed.self,
        StockReserved.self, StockBackordered.self, StockWaiting.self, StockShort.self, StockReleased.self,
        StockRestocked.self,
        PickingStarted.self, OrderPicked.self, ParcelPacked.self, SiteShort.self, ParcelHandedOver.self,
        FulfilmentCancelled.self, FulfilmentCancelRefused.self, PutBackDone.self,
        ParcelLabelled.self, LabelRefused.self, LabelVoided.self, ParcelTracked.self, ParcelDelivered.self,
        ParcelLost.self, ParcelReturning.self, ParcelReturned.self, ReturnChanged.self,
        CancelOrder.self, ChangeOrder.self, ReleaseHold.self, SkipStep.self, ForceComplete.self,
        CollectOrder.self,
        DeadlineReached.self,
    ]

    private static let byType = Dictionary(uniqueKeysWithValues: types.map { ($0.type, $0) })

    /// - Throws: `JSONError` for a type that is no fact, or data that does not fit it.
    package static func decode(_ type: MessageType, _ data: JSONNode) throws(JSONError) -> any SagaFact {
        guard let fact = byType[type] else {
            throw data.error(.invalidValue, "\(type.rawValue) is no fact of the coordinator's")
        }
        return try fact.init(from: data)
    }
}
