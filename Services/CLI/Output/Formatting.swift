import Contracts
import FoundationEssentials
import WireJSON

extension Timestamp {
    /// `2026-03-01 12:30:00`, in UTC.
    var short: String {
        let text = rfc3339
        return "\(text.prefix(10)) \(text.dropFirst(11).prefix(8))"
    }

    /// `12:30:00.123`, in UTC.
    var clock: String {
        let fraction = String(milliseconds - seconds * 1000)
        return "\(rfc3339.dropFirst(11).prefix(8)).\(String(repeating: "0", count: 3 - fraction.count))\(fraction)"
    }
}

extension Duration {
    /// `12 ms`, `3.4 s`, `2 min 5 s`, `3 h 10 min`, `2 d 4 h`.
    var short: String {
        let milliseconds = wholeMicroseconds / 1000
        let seconds = milliseconds / 1000
        switch seconds {
        case ..<1: return "\(milliseconds) ms"
        case ..<60: return "\(seconds).\(milliseconds % 1000 / 100) s"
        case ..<3600: return "\(seconds / 60) min \(seconds % 60) s"
        case ..<86_400: return "\(seconds / 3600) h \(seconds % 3600 / 60) min"
        default: return "\(seconds / 86_400) d \(seconds % 86_400 / 3600) h"
        }
    }
}

extension UUID {
    /// The part that differs in ids made at nearly the same time.
    var tail: String { String(text.suffix(12)) }
}

extension JSONValue {
    static func int(_ value: some FixedWidthInteger) -> JSONValue { .number(text: String(value)) }

    static func id(_ value: UUID) -> JSONValue { .string(value.text) }

    static func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }

    static func time(_ value: Timestamp?) -> JSONValue { text(value?.rfc3339) }

    /// What encodes itself, as a value inside another.
    static func of(_ value: some JSONEncodable) -> JSONValue { (try? JSONValue.parse(value.jsonBytes)) ?? .null }
}

extension Reason {
    /// `code at $.path: message`.
    var line: String { "\(code)\(path.map { " at \($0)" } ?? ""): \(message)" }
}

extension Double {
    /// With so many decimals, rounded; JSON can read it.
    func fixed(_ decimals: Int) -> String {
        guard isFinite else { return "0" }
        let scale = (0..<decimals).reduce(1) { product, _ in product * 10 }
        let scaled = Int64((magnitude * Double(scale)).rounded())
        let (whole, rest) = scaled.quotientAndRemainder(dividingBy: Int64(scale))
        let sign = self < 0 && scaled > 0 ? "-" : ""
        guard decimals > 0 else { return "\(sign)\(whole)" }
        let digits = String(rest)
        return "\(sign)\(whole).\(String(repeating: "0", count: decimals - digits.count))\(digits)"
    }
}
