import Contracts
import FoundationEssentials
import Postgres

/// An order that was named by its id, number or external id.
struct OrderReference: Sendable {
    var id: UUID
    var number: String
    var sender: String
    var externalID: String
    /// Why it is only recorded and has no saga; nil when it has one.
    var recordedReason: String?

    /// - Throws: ``OperatorError`` when there is none, or more than one.
    static func find(_ name: String, in session: OperatorSession) async throws -> OrderReference {
        let id = UUID(text: name) ?? .zero
        var found = try await session.database(.saga).query(OrderQueries.find, id, name).map { row in
            OrderReference(
                id: try row.uuid(0), number: try row.string(4), sender: "\(try row.string(1))/\(try row.string(2))",
                externalID: try row.string(3))
        }
        if found.isEmpty {
            found = try await session.database(.intake).query(IntakeQueries.find, id, name).map { row in
                OrderReference(
                    id: try row.uuid(0), number: try row.string(4),
                    sender: "\(try row.string(1))/\(try row.string(2))", externalID: try row.string(3),
                    recordedReason: try row.stringOrNil(5))
            }
        }
        guard let first = found.first else {
            throw OperatorError(
                "there is no order \(name)", advice: "An order is named by its id, its number or its external id.")
        }
        guard found.count == 1 else {
            let list = found.map { "  \($0.id.text)  \($0.sender)  \($0.number)" }.joined(separator: "\n")
            throw OperatorError("\(name) names several orders; say which by its id:\n\(list)")
        }
        return first
    }
}
