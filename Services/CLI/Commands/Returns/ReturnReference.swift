import Contracts
import FoundationEssentials
import Postgres

/// A return, found by its id or the beginning of it.
struct ReturnReference {
    let id: UUID
    let orderID: UUID

    /// - Throws: ``OperatorError`` when there is none, or more than one.
    static func find(_ text: String, in session: OperatorSession) async throws -> ReturnReference {
        let rows = try await session.database(.returns).query(ReturnQueries.find, text.lowercased())
        guard let row = rows.first else { throw OperatorError("there is no return \(text)") }
        guard rows.count == 1 else { throw OperatorError("\(text) is the beginning of several returns") }
        return ReturnReference(id: try row.uuid(0), orderID: try row.uuid(1))
    }
}
