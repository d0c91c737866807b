import Contracts
import FoundationEssentials
import WireJSON

/// An order to be submitted in an operator's name. What is wrong with the order is intake's to say, not ours: it
/// travels as it is.
struct OrderSubmission: Sendable, Command {
    static let type = SubmitOrder.type

    let order: JSONValue

    /// - Throws: when the bytes are not a JSON object.
    init(parsing bytes: [UInt8], channel: String?, shop: String?) throws {
        let root: JSONValue
        do {
            root = try JSONValue.parse(bytes, limits: .message)
        } catch {
            throw OperatorError("not JSON: \(error)")
        }
        guard case .object(var members) = root["order"] ?? root else {
            throw OperatorError("an order is a JSON object")
        }
        for (key, value) in [("channel", channel), ("shop", shop)] {
            guard let value, !members.contains(where: { $0.0 == key }) else { continue }
            members.append((key, .string(value)))
        }
        order = .object(members)
    }

    init(from json: JSONNode) throws(JSONError) {
        order = try json.decode("order")
    }

    func encode(to json: inout JSONWriter) {
        json.object { $0.write("order", order) }
    }

    func submit(in session: OperatorSession) async throws -> ReceivedMessage {
        let replies = try await session.replies(to: try await session.send(self))
        guard let answer = replies.first else { throw OperatorError("order-intake sent no answer") }
        return answer
    }

    static func == (left: OrderSubmission, right: OrderSubmission) -> Bool { left.order == right.order }

    func hash(into hasher: inout Hasher) { hasher.combine(order.jsonBytes) }
}
