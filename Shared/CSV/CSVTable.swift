package import Contracts

/// CSV with a header line: cells by the column's name.
package struct CSVTable {
    package struct Row {
        package let line: Int
        /// Why the record cannot be used; the cells in front of the fault can be read.
        package let fault: RowError?
        fileprivate let columns: [String: Int]
        fileprivate let fields: [String]

        /// nil when the column is missing or the cell is empty.
        package func text(_ column: String) -> String? {
            guard let index = columns[column], index < fields.count else { return nil }
            let text = fields[index]
            return text.isEmpty ? nil : text
        }

        package func required(_ column: String) throws(RowError) -> String {
            guard let text = text(column) else {
                throw RowError(line: line, place: column, code: "missing", "\(column) is required")
            }
            return text
        }

        package func integer(_ column: String) throws(RowError) -> Int? {
            guard let text = text(column) else { return nil }
            guard let number = Int(text) else {
                throw RowError(line: line, place: column, code: "not_a_number", "\(column) must be a whole number")
            }
            return number
        }

        /// A decimal text as minor units.
        package func money(_ column: String, _ currency: Currency) throws(RowError) -> Int64? {
            guard let text = text(column) else { return nil }
            guard let amount = currency.minorUnits(decimal: text) else {
                throw RowError(
                    line: line, place: column, code: "not_an_amount", "\(column) must be an amount such as 19.95")
            }
            return amount
        }

        package func flag(_ column: String) throws(RowError) -> Bool? {
            switch text(column)?.lowercased() {
            case nil: return nil
            case "true", "yes", "1": return true
            case "false", "no", "0": return false
            default:
                throw RowError(line: line, place: column, code: "not_a_flag", "\(column) must be true or false")
            }
        }
    }

    private var reader: CSVReader
    private let columns: [String: Int]
    private let width: Int

    /// Reads the header line.
    package init(_ source: ByteSource) throws {
        reader = CSVReader(source)
        guard let header = try reader.next() else { throw RowError(line: 1, code: "empty", "the file is empty") }
        if let fault = header.fault { throw fault }
        let names = header.fields.map { $0.lowercased().filter { !$0.isWhitespace } }
        var columns: [String: Int] = [:]
        for (index, name) in names.enumerated() where !name.isEmpty {
            guard columns.updateValue(index, forKey: name) == nil else {
                throw RowError(line: header.line, place: name, code: "duplicate_column", "the column is there twice")
            }
        }
        self.columns = columns
        width = names.count
    }

    /// - Throws: when a column is missing, or one is there that nobody knows: a misspelt name must not lose data.
    package func require(_ required: String..., knowing known: [String]? = nil) throws {
        for column in required where columns[column] == nil {
            throw RowError(line: 1, place: column, code: "missing_column", "the column is missing")
        }
        guard let known else { return }
        for column in columns.keys.sorted() where !known.contains(column) {
            throw RowError(line: 1, place: column, code: "unknown_column", "the column is not known")
        }
    }

    /// The next row; nil at the end. One with a fault does not stop those behind it.
    /// - Throws: ``RowError`` when the file itself cannot be read any further.
    package mutating func next() throws(RowError) -> Row? {
        guard let record = try reader.next() else { return nil }
        var fault = record.fault
        if fault == nil, record.fields.count > width {
            fault = RowError(
                line: record.line, code: "too_many_fields",
                "there are \(record.fields.count) fields under \(width) columns; a text with a comma needs quotes")
        }
        return Row(line: record.line, fault: fault, columns: columns, fields: record.fields)
    }
}
