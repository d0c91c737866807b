/// Every message type of this version, for tests and tools that go over all of them.
public enum MessageCatalogue {
    public static let payloads: [any MessagePayload.Type] = [
        SubmitOrder.self, ReceiveWebhook.self, UpsertShop.self, ShopChanged.self, OrderAccepted.self, OrderUpdated.self,
        OrderAwaited.self,
        OrderCancelledByChannel.self, SubmissionAccepted.self, SubmissionRejected.self, AuthorisePayment.self,
        DecidePayment.self, CapturePayment.self, CancelPayment.self, PaymentAuthorised.self, PaymentDeclined.self,
        PaymentDenied.self, PaymentReviewRequired.self, PaymentCaptured.self, PaymentCaptureFailed.self,
        PaymentCancelled.self, ReserveStock.self, ReleaseStock.self, UpsertCatalogue.self, BookStock.self,
        StockReserved.self, StockShort.self, StockWaiting.self, StockReleased.self, StockBooked.self,
        CatalogueUpserted.self, StockLevel.self, RerouteStock.self, StockBackordered.self, RestockUnits.self,
        StockRestocked.self, FulfilOrder.self, HandOverParcel.self, CancelFulfilment.self,
        TakeTask.self, Scan.self, CloseParcel.self, ReportShort.self, TaskGiven.self, ScanAnswered.self,
        PickingStarted.self, OrderPicked.self, ParcelPacked.self, SiteShort.self, ParcelHandedOver.self,
        FulfilmentCancelled.self, FulfilmentCancelRefused.self, BuyLabel.self, VoidLabel.self, ParcelLabelled.self,
        LabelRefused.self, LabelVoided.self, ParcelTracked.self, ParcelDelivered.self, CancelOrder.self,
        ReleaseHold.self, CancelAnswered.self, MilestoneReached.self, OrderStatusChanged.self, RetryParked.self,
        ErasePersonalData.self,
        DiscardParked.self, ChangeOrder.self, ChangeAnswered.self, SkipStep.self, ForceComplete.self,
        CollectOrder.self,
        OperatorAnswered.self, RequestReturn.self, ApproveReturn.self, DeclineReturn.self, CancelReturn.self,
        ReceiveReturn.self, InspectReturn.self, SettleReturn.self, IssueReturnLink.self, ReturnLinkIssued.self,
        ReturnAnswered.self, ReturnChanged.self, UpsertWebhook.self, ReplayWebhooks.self, WebhookAnswered.self,
        RefundPayment.self, PaymentRefunded.self, RefundFailed.self, FinishPayment.self, PaymentFinished.self,
        RecordDispute.self, PaymentDisputed.self, SetFraudListing.self, RemoveFraudListing.self,
        FraudListingAnswered.self, CancelSubmitted.self, ChangeSubmitted.self, ReturnSubmitted.self,
        InvoiceSubmitted.self,
        RefundedByChannel.self, CreateExchange.self,
        PutBackDone.self, SiteChanged.self, ParcelLost.self,
        ParcelReturning.self, ParcelReturned.self, BuyReturnLabel.self, ReturnLabelled.self, ReturnLabelRefused.self,
        ReturnTracked.self, RecordScan.self, ScanRecorded.self, RecordShipment.self,
        EraseOrder.self, FeedProducts.self, ProductsFed.self,
    ]

    /// What a storefront may send. Everything else that comes with a storefront's routing key is refused: a shop must not
    /// be able to open another one.
    public static let fromOutside: Set<MessageType> = [
        SubmitOrder.type, CancelSubmitted.type, ChangeSubmitted.type, ReturnSubmitted.type,
        InvoiceSubmitted.type,
    ]

    /// What storefronts are told. The AsyncAPI document describes each of them, and nothing else is announced.
    public static let toStorefronts: Set<MessageType> = [
        SubmissionAccepted.type, SubmissionRejected.type, CancelAnswered.type, ChangeAnswered.type, ReturnAnswered.type,
        OrderStatusChanged.type, StockLevel.type,
    ]
}
