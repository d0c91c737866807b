import Contracts
import FoundationEssentials

extension LabelVoided: StepReply {
    package var unit: UUID { parcelID }
}
