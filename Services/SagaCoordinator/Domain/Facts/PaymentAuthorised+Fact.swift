import Contracts
import FoundationEssentials

extension PaymentAuthorised: StepReply {
    package var unit: UUID { paymentID }

    package func record(in saga: inout OrderSaga) {
        saga.money.authorise(authorised, captured: captured)
    }
}
