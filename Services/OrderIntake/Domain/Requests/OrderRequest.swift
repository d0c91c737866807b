import Contracts
import FoundationEssentials
import WireJSON

/// What a storefront may ask for, or say, about an order of its own.
package enum OrderRequest: Hashable, Sendable {
    case cancel(CancelSubmitted)
    case change(ChangeSubmitted)
    case giveBack(ReturnSubmitted)
    case invoice(InvoiceSubmitted)

    package var externalID: String {
        switch self {
        case .cancel(let message): message.externalID
        case .change(let message): message.externalID
        case .giveBack(let message): message.externalID
        case .invoice(let message): message.externalID
        }
    }

    package var type: MessageType {
        switch self {
        case .cancel: CancelSubmitted.type
        case .change: ChangeSubmitted.type
        case .giveBack: ReturnSubmitted.type
        case .invoice: InvoiceSubmitted.type
        }
    }

    /// The payload as it came.
    package var data: [UInt8] {
        switch self {
        case .cancel(let message): message.jsonBytes
        case .change(let message): message.jsonBytes
        case .giveBack(let message): message.jsonBytes
        case .invoice(let message): message.jsonBytes
        }
    }

    /// - Throws: `JSONError` for a payload that does not fit its type.
    /// - Returns: nil for another type.
    package init?(type: String, data: [UInt8]) throws(JSONError) {
        switch MessageType(rawValue: type) {
        case CancelSubmitted.type: self = .cancel(try .parse(data))
        case ChangeSubmitted.type: self = .change(try .parse(data))
        case ReturnSubmitted.type: self = .giveBack(try .parse(data))
        case InvoiceSubmitted.type: self = .invoice(try .parse(data))
        default: return nil
        }
    }
}

/// A request whose order has not come yet.
package struct PendingRequest: Hashable, Sendable {
    package let messageID: UUID
    package let order: OrderKey
    package let request: OrderRequest
    /// The sender's own id of the message.
    package let submissionID: String
    package let receivedAt: Timestamp

    package init(
        messageID: UUID, order: OrderKey, request: OrderRequest, submissionID: String, receivedAt: Timestamp
    ) {
        self.messageID = messageID
        self.order = order
        self.request = request
        self.submissionID = submissionID
        self.receivedAt = receivedAt
    }
}
