import Contracts
import FoundationEssentials

extension ParcelPacked: StepReply {
    package var unit: UUID { fulfilmentOrderID }

    /// A parcel with more than the site has to send was packed before units were taken off, and is opened again; one with
    /// less, after units were taken off of which the coordinator has not heard yet.
    package func take(epoch: Int, in transition: inout Transition) -> Verdict {
        guard transition.saga.phase == .running, let fulfilment = transition.saga.fulfilment(unit),
            !fulfilment.isStopped, transition.saga.step(.fulfil, unit)?.isOpen == true
        else { return packedAgain(transition.saga) ?? transition.take(self, epoch: epoch) }
        switch fulfilment.compare(parcel.lines) {
        case 0: return transition.take(self, epoch: epoch)
        case 1: return .stale
        default: return .early
        }
    }

    /// The parcel that replaces one which is to be opened overtook the news of it.
    private func packedAgain(_ saga: OrderSaga) -> Verdict? {
        guard saga.phase == .running, let fulfilment = saga.fulfilment(unit), !fulfilment.isStopped,
            let known = fulfilment.parcel, known.id != parcel.id
        else { return nil }
        return fulfilment.compare(parcel.lines) < 0 ? .early : .stale
    }

    /// An automated floor says no more than this: it implies that everything was picked.
    package func record(in saga: inout OrderSaga) {
        guard let fulfilment = saga.fulfilment(unit), !fulfilment.isStopped else { return }
        saga.changeFulfilment(unit) { fulfilment in
            fulfilment.floor = .packed
            fulfilment.parcel = parcel
        }
        let source: [UnitBucket] = fulfilment.floor == .picked ? [.picked, .released] : [.released, .picked]
        saga.move(fulfilment.units, from: source, to: .packed)
    }
}
