import Contracts

extension Timestamp {
    /// RFC 5322, `date-time`: `Tue, 03 Mar 2026 10:00:00 +0000`.
    package var mailDate: String {
        // `2026-03-03T10:00:00…Z`; 1970-01-01 was a Thursday.
        let text = Array(rfc3339.utf8)
        func part(_ range: Range<Int>) -> String { String(decoding: text[range], as: UTF8.self) }
        let weekday = Self.days[Int(((dayNumber + 4) % 7 + 7) % 7)]
        let month = Self.months[(Int(part(5..<7)) ?? 1) - 1]
        return "\(weekday), \(part(8..<10)) \(month) \(part(0..<4)) \(part(11..<19)) +0000"
    }

    private static let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
