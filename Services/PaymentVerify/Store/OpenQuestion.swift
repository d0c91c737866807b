import Contracts
import FoundationEssentials
import Messaging

/// A command that is not answered yet, or not for the last time: the answer comes with a provider's or a person's.
struct OpenQuestion: Hashable, Sendable {
    /// What is asked.
    enum Subject: Hashable, Sendable {
        case authorise
        case capture(ordinal: Int)
        case undo
        case refund(UUID)
        case finish

        var text: String {
            switch self {
            case .authorise: "authorise"
            case .capture(let ordinal): "capture/\(ordinal)"
            case .undo: "undo"
            case .refund(let id): "refund/\(id.text)"
            case .finish: "finish"
            }
        }
    }

    struct Key: Hashable, Sendable, Comparable {
        let paymentID: UUID
        let subject: String
        let commandID: UUID

        static func < (left: Key, right: Key) -> Bool {
            (left.paymentID.text, left.subject, left.commandID.text)
                < (right.paymentID.text, right.subject, right.commandID.text)
        }
    }

    let key: Key
    let command: CommandReference
}
