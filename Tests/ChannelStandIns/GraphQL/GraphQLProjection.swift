import WireJSON

/// Gives of a whole object what was asked for; a field that the type has not is an error, as it is there.
enum GraphQLProjection {
    /// - Throws: ``GraphQLError`` for a field that is not there, or an object of which nothing is asked.
    static func project(_ value: JSONValue, _ fields: [GraphQLField], type: String) throws -> JSONValue {
        switch value {
        case .array(let values): return .array(try values.map { try project($0, fields, type: type) })
        case .object(let members):
            guard !fields.isEmpty else {
                throw GraphQLError(message: "Field must have selections (field '\(type)' returns an object)")
            }
            return .object(
                try fields.map { field in
                    if field.name == "__typename" { return (field.alias, .string(type)) }
                    guard let member = members.first(where: { $0.0 == field.name })?.1 else {
                        throw GraphQLError(message: "Field '\(field.name)' doesn't exist on type '\(type)'")
                    }
                    return (field.alias, try project(page(member, field), field.fields, type: field.name))
                })
        default:
            guard fields.isEmpty || value == .null else {
                throw GraphQLError(message: "Selections can't be made on scalars (field '\(type)')")
            }
            return value
        }
    }

    /// A connection is cut to what `first` and `after` name; a cursor is the place in the list.
    private static func page(_ value: JSONValue, _ field: GraphQLField) throws -> JSONValue {
        guard case .array(let all)? = value["nodes"] else { return value }
        guard case .number(let text)? = field.arguments["first"], let first = Int(text) else {
            guard field.arguments["last"] != nil else {
                throw GraphQLError(message: "you must provide one of first or last (field '\(field.name)')")
            }
            return connection(all, from: 0, of: all.count)
        }
        guard (1...250).contains(first) else { throw GraphQLError(message: "first must be from 1 to 250") }
        var start = 0
        if case .string(let cursor)? = field.arguments["after"] { start = Int(cursor) ?? 0 }
        return connection(Array(all.dropFirst(start).prefix(first)), from: start, of: all.count)
    }

    /// Nodes as a connection, which ``project(_:_:type:)`` cuts.
    static func connection(_ nodes: [JSONValue], from start: Int = 0, of count: Int? = nil) -> JSONValue {
        let end = start + nodes.count
        return [
            "nodes": .array(nodes),
            "edges": .array(
                nodes.enumerated().map { index, node in ["cursor": .string("\(start + index + 1)"), "node": node] }),
            "pageInfo": [
                "hasNextPage": .bool(end < (count ?? end)), "hasPreviousPage": .bool(start > 0),
                "startCursor": .string("\(start)"), "endCursor": .string("\(end)"),
            ],
        ]
    }
}
