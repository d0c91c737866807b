import Contracts
import WireJSON

/// What a channel is told.
package enum ChannelPush: Hashable, Sendable {
    case fulfilment(Fulfilment)
    case cancellation(Cancellation)
    case stock([StockItem])
    case returnDecision(ReturnDecision)
    case refund(Refund)
    case acknowledgement(Acknowledgement)
    case invoice(Invoice)

    /// Units of a line, by the channel's own id of it.
    package typealias Line = LineQuantity

    /// One word, as it is kept and counted.
    package enum Kind: String, Sendable, CaseIterable {
        case fulfilment, cancellation, stock, returnDecision = "return_decision", refund, acknowledgement, invoice
    }

    package var kind: Kind {
        switch self {
        case .fulfilment: .fulfilment
        case .cancellation: .cancellation
        case .stock: .stock
        case .returnDecision: .returnDecision
        case .refund: .refund
        case .acknowledgement: .acknowledgement
        case .invoice: .invoice
        }
    }
}

extension ChannelPush: JSONCodable {
    package init(from json: JSONNode) throws(JSONError) {
        let kind: String = try json.decode("kind")
        switch Kind(rawValue: kind) {
        case .fulfilment: self = .fulfilment(try json.decode("content"))
        case .cancellation: self = .cancellation(try json.decode("content"))
        case .stock: self = .stock(try json.decode("content"))
        case .returnDecision: self = .returnDecision(try json.decode("content"))
        case .refund: self = .refund(try json.decode("content"))
        case .acknowledgement: self = .acknowledgement(try json.decode("content"))
        case .invoice: self = .invoice(try json.decode("content"))
        case nil: throw json.error(.invalidValue, "no push is called \(kind)")
        }
    }

    package func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("kind", kind.rawValue)
            switch self {
            case .fulfilment(let content): json.write("content", content)
            case .cancellation(let content): json.write("content", content)
            case .stock(let content): json.write("content", content)
            case .returnDecision(let content): json.write("content", content)
            case .refund(let content): json.write("content", content)
            case .acknowledgement(let content): json.write("content", content)
            case .invoice(let content): json.write("content", content)
            }
        }
    }
}
