/// An element of an XML document: its name without prefix, its own text, and the elements in it.
package struct XMLElement: Hashable, Sendable {
    package let name: String
    package internal(set) var text = ""
    package internal(set) var children: [XMLElement] = []

    package init(name: String) {
        self.name = name
    }

    /// The first of that name.
    package subscript(_ name: String) -> XMLElement? { children.first { $0.name == name } }

    package func all(_ name: String) -> [XMLElement] { children.filter { $0.name == name } }

    /// The text of a child, without blanks at its ends; nil when it is absent or blank.
    package func value(_ name: String) -> String? {
        guard let scalars = self[name]?.text.unicodeScalars,
            let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return nil }
        return String(scalars[first...last])
    }

    /// The nearest element of that name, itself included, breadth first: where it lies in envelopes that vary.
    package func find(_ name: String) -> XMLElement? {
        var level = [self]
        while !level.isEmpty {
            if let found = level.first(where: { $0.name == name }) { return found }
            level = level.flatMap(\.children)
        }
        return nil
    }
}
