/// What is wrong with a file, and in which line of it.
package struct RowError: Error, Hashable, CustomStringConvertible {
    package var line: Int
    /// The column, or the path inside the line's JSON.
    package var place: String?
    package var code: String
    package var message: String

    package init(line: Int, place: String? = nil, code: String, _ message: String) {
        self.line = line
        self.place = place
        self.code = code
        self.message = message
    }

    package var description: String { "line \(line)\(place.map { ", \($0)" } ?? ""): \(message) (\(code))" }
}
