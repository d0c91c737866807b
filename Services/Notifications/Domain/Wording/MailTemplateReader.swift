/// Why a template cannot be read.
struct MailTemplateError: Error, CustomStringConvertible {
    let description: String
}

/// Reads a template into its parts.
struct MailTemplateReader {
    private struct Section {
        var name: Substring
        var isInverted: Bool
        var parts: [MailTemplate.Part] = []
    }

    private let isPlain: Bool
    private let partials: [String: [MailTemplate.Part]]
    /// The template itself, and the sections that are open in it.
    private var open = [Section(name: "", isInverted: false)]

    init(isPlain: Bool, partials: [String: [MailTemplate.Part]]) {
        self.isPlain = isPlain
        self.partials = partials
    }

    mutating func read(_ source: String) throws(MailTemplateError) -> [MailTemplate.Part] {
        let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            // A section's or a partial's tag alone on its line takes the line with it.
            if let tag = Self.onlyTag(of: line) {
                try take(tag)
                continue
            }
            var rest = line
            while let start = rest.firstRange(of: "{{") {
                guard let end = rest[start.upperBound...].firstRange(of: "}}") else {
                    throw MailTemplateError(description: "a tag that does not end: \(rest)")
                }
                add(rest[..<start.lowerBound])
                try take(rest[start.upperBound..<end.lowerBound])
                rest = rest[end.upperBound...]
            }
            add(rest)
            if index < lines.count - 1 { add("\n") }
        }
        guard open.count == 1 else {
            throw MailTemplateError(description: "section \(open[open.count - 1].name) does not end")
        }
        return open[0].parts
    }

    private static func onlyTag(of line: Substring) -> Substring? {
        guard line.hasPrefix("{{"), line.hasSuffix("}}") else { return nil }
        let tag = line.dropFirst(2).dropLast(2)
        return tag.contains("{") || !["#", "^", "/", ">"].contains(tag.prefix(1)) ? nil : tag
    }

    private mutating func take(_ text: Substring) throws(MailTemplateError) {
        let tag = text.filter { $0 != " " }
        let name = tag.dropFirst()
        switch tag.first {
        case "#": open.append(Section(name: name, isInverted: false))
        case "^": open.append(Section(name: name, isInverted: true))
        case "/":
            guard open.count > 1, open[open.count - 1].name == name else {
                throw MailTemplateError(description: "section \(name) ends where it is not open")
            }
            let section = open.removeLast()
            add(.section(String(name), isInverted: section.isInverted, section.parts))
        case ">":
            guard let parts = partials[String(name)] else {
                throw MailTemplateError(description: "there is no partial \(name)")
            }
            for part in parts { add(part) }
        case "." where name.isEmpty: add(.value("", isEscaped: !isPlain))
        case let first? where first.isLetter: add(.value(tag, isEscaped: !isPlain))
        default: throw MailTemplateError(description: "a tag that is not understood: \(tag)")
        }
    }

    private mutating func add(_ text: Substring) {
        if !text.isEmpty { add(.text(String(text))) }
    }

    private mutating func add(_ part: MailTemplate.Part) {
        if case .text(let more) = part, case .text(let text)? = open[open.count - 1].parts.last {
            open[open.count - 1].parts[open[open.count - 1].parts.count - 1] = .text(text + more)
        } else {
            open[open.count - 1].parts.append(part)
        }
    }
}
