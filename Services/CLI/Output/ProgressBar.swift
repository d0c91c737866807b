/// How far long work is: a bar on a terminal, a line now and then elsewhere.
struct ProgressBar {
    private let title: String
    private let isTerminal: Bool
    private let started = ContinuousClock.now
    private var lastShown: ContinuousClock.Instant?

    init(_ title: String, isTerminal: Bool = Console.errorIsTerminal) {
        self.title = title
        self.isTerminal = isTerminal
    }

    /// - Parameter total: nil while nobody knows.
    /// - Parameter atOnce: on a terminal without waiting for the next tenth of a second: the step before may last.
    mutating func show(_ done: Int, of total: Int?, detail: String = "", atOnce: Bool = false) {
        let now = ContinuousClock.now
        // Elsewhere than on a terminal only what takes long is worth a line.
        let pause: Duration = isTerminal ? .milliseconds(100) : .seconds(5)
        guard now - (lastShown ?? started) >= pause || isTerminal && (lastShown == nil || done == total || atOnce)
        else { return }
        lastShown = now
        let line = Self.line(title, done, total, detail)
        Console.status(isTerminal ? "\r\u{1B}[K\(line)" : "\(line)\n")
    }

    /// Takes the bar away; what follows is the result.
    func end() {
        if isTerminal, lastShown != nil { Console.status("\r\u{1B}[K") }
    }

    static func line(_ title: String, _ done: Int, _ total: Int?, _ detail: String) -> String {
        let tail = detail.isEmpty ? "" : "  \(detail)"
        guard let total, total > 0 else { return "\(title)  \(done)\(tail)" }
        let width = 30
        let filled = min(width, done * width / total)
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
        return "\(title)  \(bar) \(done)/\(total)\(tail)"
    }
}
