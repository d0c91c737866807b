import WireJSON

/// What a GraphQL request asks for: fields with their arguments, variables put in.
struct GraphQLField: Sendable {
    let name: String
    /// What the answer calls it.
    let alias: String
    let arguments: [String: JSONValue]
    let fields: [GraphQLField]
}

struct GraphQLError: Error {
    let message: String
}

/// Reads the part of the query language that programs use: operations, arguments, variables, aliases and fragments.
struct GraphQLDocument {
    private(set) var isMutation = false
    private(set) var fields: [GraphQLField] = []

    private var tokens: [String]
    private var position = 0
    private var variables: [String: JSONValue]
    private var fragments: [String: [GraphQLField]] = [:]

    /// - Throws: ``GraphQLError`` when it cannot be read.
    init(_ text: String, variables: JSONNode?) throws {
        tokens = try GraphQLTokens.split(text)
        self.variables = [:]
        for (name, value) in variables?.members.map({ $0 }) ?? [] {
            self.variables[name] = try? JSONValue(from: value)
        }
        try readFragments()
        position = 0
        while position < tokens.count {
            switch tokens[position] {
            case "{": fields += try selection()
            case "query", "mutation":
                isMutation = tokens[position] == "mutation"
                position += 1
                if let next = peek, next != "(", next != "{" { position += 1 }
                if peek == "(" { try variableDefinitions() }
                fields += try selection()
            case "fragment": try skipFragment()
            default: throw GraphQLError(message: "syntax error, unexpected \(tokens[position])")
            }
        }
        guard !fields.isEmpty else { throw GraphQLError(message: "A query must select fields.") }
    }

    private var peek: String? { position < tokens.count ? tokens[position] : nil }

    private mutating func next() throws -> String {
        guard let token = peek else { throw GraphQLError(message: "syntax error, unexpected end of file") }
        position += 1
        return token
    }

    private mutating func expect(_ token: String) throws {
        let found = try next()
        guard found == token else { throw GraphQLError(message: "syntax error, expected \(token), found \(found)") }
    }

    private mutating func readFragments() throws {
        while position < tokens.count {
            guard tokens[position] == "fragment" else {
                position += 1
                continue
            }
            let name = try fragmentHead()
            fragments[name] = try selection()
        }
    }

    private mutating func skipFragment() throws {
        _ = try fragmentHead()
        _ = try selection()
    }

    /// `fragment <name> on <type>`.
    private mutating func fragmentHead() throws -> String {
        position += 1
        let name = try next()
        try expect("on")
        _ = try next()
        return name
    }

    /// `($id: ID!, $first: Int = 5)`: only the defaults matter here.
    private mutating func variableDefinitions() throws {
        try expect("(")
        while peek != ")" {
            let name = try next()
            try expect(":")
            while let token = peek, ["[", "]", "!"].contains(token) || token.first?.isLetter == true { position += 1 }
            if peek == "=" {
                position += 1
                let value = try value()
                if variables[String(name.dropFirst())] == nil { variables[String(name.dropFirst())] = value }
            }
        }
        try expect(")")
    }

    private mutating func selection() throws -> [GraphQLField] {
        try expect("{")
        var fields: [GraphQLField] = []
        while peek != "}" {
            if peek == "..." {
                position += 1
                if peek == "on" { position += 2 }
                if peek == "{" { fields += try selection() } else { fields += fragments[try next()] ?? [] }
                continue
            }
            var name = try next()
            let alias = name
            if peek == ":" {
                position += 1
                name = try next()
            }
            let arguments = peek == "(" ? try self.arguments() : [:]
            while peek == "@" {
                position += 2
                if peek == "(" { _ = try self.arguments() }
            }
            let inner = peek == "{" ? try selection() : []
            fields.append(GraphQLField(name: name, alias: alias, arguments: arguments, fields: inner))
        }
        try expect("}")
        return fields
    }

    private mutating func arguments() throws -> [String: JSONValue] {
        try expect("(")
        var found: [String: JSONValue] = [:]
        while peek != ")" {
            let name = try next()
            try expect(":")
            found[name] = try value()
        }
        try expect(")")
        return found
    }

    private mutating func value() throws -> JSONValue {
        let token = try next()
        switch token {
        case "[":
            var values: [JSONValue] = []
            while peek != "]" { values.append(try value()) }
            try expect("]")
            return .array(values)
        case "{":
            var members: [(String, JSONValue)] = []
            while peek != "}" {
                let name = try next()
                try expect(":")
                members.append((name, try value()))
            }
            try expect("}")
            return .object(members)
        case "true": return true
        case "false": return false
        case "null": return nil
        default:
            if token.hasPrefix("$") { return variables[String(token.dropFirst())] ?? .null }
            if token.hasPrefix("\"") { return .string(String(token.dropFirst())) }
            if let first = token.first, first == "-" || first.isNumber { return .number(text: token) }
            return .string(token)
        }
    }
}

enum GraphQLTokens {
    /// Texts keep a quotation mark in front, so that they are told from names.
    static func split(_ text: String) throws -> [String] {
        var tokens: [String] = []
        var rest = Substring(text)
        while let character = rest.first {
            if character.isWhitespace || character == "," {
                rest.removeFirst()
            } else if character == "#" {
                rest = rest.drop { !$0.isNewline }
            } else if rest.hasPrefix("...") {
                tokens.append("...")
                rest.removeFirst(3)
            } else if character == "\"" {
                tokens.append("\"" + (try string(&rest)))
            } else if "{}()[]:=!@|&".contains(character) {
                tokens.append(String(character))
                rest.removeFirst()
            } else {
                let word = rest.prefix { $0.isLetter || $0.isNumber || "_$-.".contains($0) }
                guard !word.isEmpty else { throw GraphQLError(message: "syntax error, unexpected \(character)") }
                tokens.append(String(word))
                rest.removeFirst(word.count)
            }
        }
        return tokens
    }

    private static func string(_ rest: inout Substring) throws -> String {
        let mark = rest.hasPrefix("\"\"\"") ? "\"\"\"" : "\""
        rest.removeFirst(mark.count)
        var text = ""
        while !rest.hasPrefix(mark) {
            guard var character = rest.popFirst() else { throw GraphQLError(message: "a text has no end") }
            if character == "\\", let escaped = rest.popFirst() { character = escaped == "n" ? "\n" : escaped }
            text.append(character)
        }
        rest.removeFirst(mark.count)
        return text
    }
}
