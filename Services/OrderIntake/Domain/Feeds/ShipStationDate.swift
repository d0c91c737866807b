import Contracts

/// `MM/dd/yyyy HH:mm` in UTC, which ShipStation writes and wants.
package enum ShipStationDate {
    package static func text(_ moment: Timestamp) -> String {
        // 2026-11-22T03:30:08Z
        let text = Array(moment.rfc3339.utf8)
        func part(_ range: Range<Int>) -> String { String(decoding: text[range], as: UTF8.self) }
        return "\(part(5..<7))/\(part(8..<10))/\(part(0..<4)) \(part(11..<16))"
    }

    /// - Returns: nil for what is no moment; seconds, and a lower case `am` or `pm`, are read too.
    package static func read(_ text: String) -> Timestamp? {
        let words = text.split(separator: " ")
        guard let day = words.first?.split(separator: "/"), day.count == 3, let month = Int(day[0]),
            let date = Int(day[1]), let year = Int(day[2]), (1000...9999).contains(year)
        else { return nil }
        let clock = words.count > 1 ? words[1].split(separator: ":") : ["0", "0"]
        guard clock.count >= 2, var hour = Int(clock[0]), let minute = Int(clock[1]) else { return nil }
        if words.count > 2, (1...12).contains(hour) {
            switch words[2].lowercased() {
            case "am": hour %= 12
            case "pm": hour = hour % 12 + 12
            default: return nil
            }
        }
        let second = clock.count > 2 ? Int(clock[2]) ?? 0 : 0
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return Timestamp(
            rfc3339: "\(year)-\(two(month))-\(two(date))T\(two(hour)):\(two(minute)):\(two(second))Z")
    }
}
