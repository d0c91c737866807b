/// What one session has prepared, or asked to prepare.
///
/// A statement is prepared once for each set of parameter types, because the types are fixed when it is prepared and NULL
/// without a type (`.null`) leaves the choice to the server.
struct PreparedStatements {
    private struct Variant {
        let types: [UInt32]
        let serverName: String
    }

    private var variants: [StatementKey: [Variant]] = [:]
    private var made = 0

    func name(of statement: Statement, types: [UInt32]) -> String? {
        guard let variants = variants[StatementKey(statement)] else { return nil }
        return variants.first { $0.types == types }?.serverName
    }

    /// Counts the statement as prepared from now on. The number keeps equal names apart, and a statement prepared anew from
    /// one that was forgotten here but is still known to the server.
    mutating func add(_ statement: Statement, types: [UInt32]) -> String {
        made += 1
        let serverName = "\(statement.name)_\(made)"
        variants[StatementKey(statement), default: []].append(Variant(types: types, serverName: serverName))
        return serverName
    }

    /// Takes it back: the PREPARE failed, or was skipped because the pipeline was aborted before it.
    mutating func remove(_ statement: Statement, serverName: String) {
        variants[StatementKey(statement)]?.removeAll { $0.serverName == serverName }
    }

    mutating func removeAll(of statement: Statement) {
        variants[StatementKey(statement)] = nil
    }
}

/// The identity of a literal: where it lies in the program.
private struct StatementKey: Hashable {
    private let address: UInt

    init(_ statement: Statement) {
        address = unsafe UInt(bitPattern: statement.sql.utf8Start)
    }
}
