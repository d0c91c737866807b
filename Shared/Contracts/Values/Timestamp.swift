import WireJSON

/// A moment in UTC, in whole microseconds since 1970-01-01, which is what PostgreSQL keeps and RFC 3339 shows.
public struct Timestamp: Hashable, Comparable, Sendable {
    public var microseconds: Int64

    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    public init(seconds: Int64) {
        self.microseconds = seconds * 1_000_000
    }

    public var seconds: Int64 { microseconds.flooredDivision(by: 1_000_000) }
    public var milliseconds: Int64 { microseconds.flooredDivision(by: 1000) }

    public static func < (left: Timestamp, right: Timestamp) -> Bool { left.microseconds < right.microseconds }

    public static func + (moment: Timestamp, duration: Duration) -> Timestamp {
        Timestamp(microseconds: moment.microseconds + duration.wholeMicroseconds)
    }

    public static func - (moment: Timestamp, duration: Duration) -> Timestamp {
        Timestamp(microseconds: moment.microseconds - duration.wholeMicroseconds)
    }

    public static func - (left: Timestamp, right: Timestamp) -> Duration {
        .microseconds(left.microseconds - right.microseconds)
    }
}

extension Duration {
    /// The duration in whole microseconds, cut towards zero.
    public var wholeMicroseconds: Int64 {
        components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000
    }
}

extension Int64 {
    fileprivate func flooredDivision(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}

extension Timestamp: JSONCodable {
    public init(from json: JSONNode) throws(JSONError) {
        guard let text = json.string else { throw json.error(.wrongType, "expected an RFC 3339 time as a string") }
        guard let parsed = Timestamp(rfc3339: text) else {
            throw json.error(.invalidValue, "expected an RFC 3339 time with a zone, such as 2026-03-01T12:30:00Z")
        }
        self = parsed
    }

    public func encode(to json: inout JSONWriter) {
        json.string(rfc3339)
    }
}
