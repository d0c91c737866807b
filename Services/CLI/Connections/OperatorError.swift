/// What went wrong, for a person, and what to do about it.
struct OperatorError: Error, CustomStringConvertible {
    var message: String
    var advice: String?

    init(_ message: String, advice: String? = nil) {
        self.message = message
        self.advice = advice
    }

    var description: String { advice.map { "\(message)\n\($0)" } ?? message }
}
