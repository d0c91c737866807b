/// A template in the part of Mustache that e-mails need: values, sections, what stands for a section that is not there,
/// and partials.
///
/// It is read once and rendered for every e-mail, so whatever can be decided beforehand is: partials are put in where they
/// are named, and no value is asked for its type.
struct MailTemplate: Sendable {
    enum Part: Sendable {
        case text(String)
        /// The empty name is the value of the section that it is in.
        case value(String, isEscaped: Bool)
        indirect case section(String, isInverted: Bool, [Part])
    }

    private let parts: [Part]

    /// - Parameters:
    ///   - isPlain: whether values are written as they are instead of escaped for HTML. A partial has its own word on it.
    ///   - partials: what may be included, by name.
    /// - Throws: ``MailTemplateError``.
    init(_ source: String, isPlain: Bool, partials: [String: MailTemplate] = [:]) throws(MailTemplateError) {
        var reader = MailTemplateReader(isPlain: isPlain, partials: partials.mapValues(\.parts))
        parts = try reader.read(source)
    }

    func render(_ facts: [String: MailFact]) -> String {
        var text = ""
        Self.render(parts, [.group(facts)], into: &text)
        return text
    }

    private static func render(_ parts: [Part], _ scopes: [MailFact], into text: inout String) {
        for part in parts {
            switch part {
            case .text(let words): text += words
            case .value(let name, let isEscaped):
                guard case .text(let value) = fact(name, in: scopes) else { continue }
                if isEscaped { value.escape(into: &text) } else { text += value }
            case .section(let name, isInverted: true, let parts):
                if fact(name, in: scopes) == nil { render(parts, scopes, into: &text) }
            case .section(let name, isInverted: false, let parts):
                switch fact(name, in: scopes) {
                case nil: continue
                case .list(let elements): for element in elements { render(parts, scopes + [element], into: &text) }
                case let fact?: render(parts, scopes + [fact], into: &text)
                }
            }
        }
    }

    /// From the innermost scope outwards.
    private static func fact(_ name: String, in scopes: [MailFact]) -> MailFact? {
        if name.isEmpty { return scopes.last }
        for case .group(let facts) in scopes.reversed() {
            guard let fact = facts[name] else { continue }
            if case .list(let elements) = fact, elements.isEmpty { return nil }
            return fact
        }
        return nil
    }
}

extension String {
    /// For HTML, inside and outside of attributes.
    fileprivate func escape(into text: inout String) {
        var rest = utf8[...]
        while let index = rest.firstIndex(where: { Self.escape(of: $0) != nil }) {
            text.append(contentsOf: Substring(rest[..<index]))
            text += Self.escape(of: rest[index]) ?? ""
            rest = rest[utf8.index(after: index)...]
        }
        text.append(contentsOf: Substring(rest))
    }

    private static func escape(of byte: UInt8) -> String? {
        switch byte {
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#39;"
        default: nil
        }
    }
}
