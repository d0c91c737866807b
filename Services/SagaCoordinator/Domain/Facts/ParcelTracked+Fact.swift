import Contracts

extension ParcelTracked: SagaFact {
    /// For the log and the timeline: where a parcel is moves no step, and scans come in any order. That it is late the
    /// customer hears, once.
    package func take(epoch: Int, in transition: inout Transition) -> Verdict {
        if transition.saga.phase == .unborn { return .early }
        if status == .delayed || status == .exception, transition.saga.step(.deliver, parcelID)?.isOpen == true {
            transition.tell(.delayed, about: parcelID)
        }
        return .noted
    }
}
