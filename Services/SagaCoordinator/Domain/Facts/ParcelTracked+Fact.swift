import Contracts

extension ParcelTracked: SagaFact {
    /// For the log and the timeline only: where a parcel is moves no step, and scans come in any order.
    package func take(epoch: Int, in transition: inout Transition) -> Verdict {
        transition.saga.phase == .unborn ? .early : .noted
    }
}
