import Contracts
import FoundationEssentials

extension Transition {
    /// The carrier brings a parcel back: it will not be delivered. What comes of it is the business of its return.
    mutating func takeBack(_ parcel: Parcel) -> Verdict {
        guard saga.phase == .running || saga.phase == .closed else { return saga.phase == .unborn ? .early : .stale }
        let key = StepKey(.deliver, parcel.id)
        guard let step = saga.step(key.name, key.unit), let fulfilment = saga.fulfilment(parcel.id) else {
            return saga.phase == .running ? .early : .stale
        }
        guard step.isOpen else { return .stale }
        saga.move(fulfilment.units, from: [.handedOver, .lost], to: .returnedToSender)
        saga.changeStep(key) { $0.finish(.done, at: now) }
        tell(.returnedToSender, about: parcel.id)
        return .applied
    }
}
