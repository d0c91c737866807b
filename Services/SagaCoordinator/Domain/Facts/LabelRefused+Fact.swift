import Contracts
import FoundationEssentials

extension LabelRefused: StepReply {
    package var unit: UUID { parcelID }
    package var explanation: Reason? { reason }
    package var askedHold: HoldReason? {
        reason.code == HoldReason.addressInvalid.rawValue ? .addressInvalid : .labelRefused
    }
}
