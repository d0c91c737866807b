/// A table for people: columns as wide as their content, numbers to the right, no frames.
struct TextTable {
    struct Column: ExpressibleByStringLiteral {
        var title: String
        var isNumber: Bool

        init(stringLiteral title: String) {
            self.init(title)
        }

        init(_ title: String, isNumber: Bool = false) {
            self.title = title
            self.isNumber = isNumber
        }

        static func number(_ title: String) -> Column { Column(title, isNumber: true) }
    }

    private let columns: [Column]
    private var rows: [[String]] = []

    init(_ columns: Column...) {
        self.columns = columns
    }

    init(columns: [Column]) {
        self.columns = columns
    }

    /// Line breaks in a cell become blanks; missing cells are empty.
    mutating func add(_ cells: String...) {
        add(cells: cells)
    }

    mutating func add(cells: [String]) {
        rows.append(
            columns.indices.map { index in
                index < cells.count ? String(cells[index].map { $0.isNewline || $0 == "\t" ? " " : $0 }) : ""
            })
    }

    var isEmpty: Bool { rows.isEmpty }

    /// - Parameter width: of the terminal; the last column is cut so that lines do not break. nil cuts nothing.
    func render(width: Int? = Console.width) -> String {
        let titles = columns.map(\.title)
        let widths = columns.indices.map { index in
            ([titles] + rows).map { $0[index].displayWidth }.max() ?? 0
        }
        return ([titles.map { $0.uppercased() }] + rows).map { line($0, widths, width) }.joined(separator: "\n")
    }

    private func line(_ cells: [String], _ widths: [Int], _ limit: Int?) -> String {
        var line = ""
        for (index, cell) in cells.enumerated() {
            let padding = String(repeating: " ", count: max(0, widths[index] - cell.displayWidth))
            if index > 0 { line += "  " }
            line += columns[index].isNumber ? padding + cell : cell + padding
        }
        while line.last == " " { line.removeLast() }
        if let limit, line.displayWidth > limit {
            while line.displayWidth >= limit { line.removeLast() }
            line += "…"
        }
        return line
    }
}

extension String {
    /// Columns that a terminal needs: two for East Asian wide characters and emoji, none for combining marks.
    var displayWidth: Int {
        reduce(0) { sum, character in
            guard let scalar = character.unicodeScalars.first else { return sum }
            switch scalar.value {
            case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
                0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
                return sum + 2
            default: return sum + 1
            }
        }
    }
}
