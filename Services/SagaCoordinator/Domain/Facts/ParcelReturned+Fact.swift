import Contracts

extension ParcelReturned: SagaFact {
    package func take(epoch: Int, in transition: inout Transition) -> Verdict {
        transition.takeBack(parcel)
    }
}
