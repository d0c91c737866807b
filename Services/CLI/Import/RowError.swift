/// What is wrong with a file, and in which line of it.
struct RowError: Error, Hashable, CustomStringConvertible {
    var line: Int
    /// The column, or the path inside the line's JSON.
    var place: String?
    var code: String
    var message: String

    init(line: Int, place: String? = nil, code: String, _ message: String) {
        self.line = line
        self.place = place
        self.code = code
        self.message = message
    }

    var description: String { "line \(line)\(place.map { ", \($0)" } ?? ""): \(message) (\(code))" }
}
