import Contracts
import FoundationEssentials

extension ParcelReturning: SagaFact {
    package func take(epoch: Int, in transition: inout Transition) -> Verdict {
        transition.takeBack(parcel)
    }
}
