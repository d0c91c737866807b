import Contracts

extension Timestamp {
    /// RFC 5322, `date-time`: `Tue, 03 Mar 2026 10:00:00 +0000`.
    package var mailDate: String {
        let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        // `2026-03-03T10:00:00…Z`; 1970-01-01 was a Thursday.
        let text = rfc3339
        let date = text.prefix(10).split(separator: "-")
        let time = text.dropFirst(11).prefix(8)
        let weekday = days[Int(((dayNumber + 4) % 7 + 7) % 7)]
        let month = months[(Int(date[1]) ?? 1) - 1]
        return "\(weekday), \(date[2]) \(month) \(date[0]) \(time) +0000"
    }
}
