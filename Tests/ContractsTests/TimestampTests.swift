import Contracts
import Foundation
import TestSupport
import Testing

@Suite("Timestamp: RFC 3339 in microseconds")
struct TimestampTests {
    @Test(
        "Times are read to the microsecond, whatever the zone",
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("1970-01-01T00:00:00.000001Z", 1), ("1969-12-31T23:59:59.999999Z", -1),
            ("2026-03-01T12:30:00Z", 1_772_368_200_000_000), ("2026-03-01t12:30:00z", 1_772_368_200_000_000),
            ("2026-03-01 12:30:00Z", 1_772_368_200_000_000), ("2026-03-01T15:30:00+03:00", 1_772_368_200_000_000),
            ("2026-03-01T04:00:00.5-08:30", 1_772_368_200_500_000), ("2026-02-28T23:59:60Z", 1_772_323_200_000_000),
            ("2026-03-01T12:30:00.1234567899Z", 1_772_368_200_123_456), ("2000-02-29T00:00:00Z", 951_782_400_000_000),
            ("2024-02-29T00:00:00-00:00", 1_709_164_800_000_000), ("0000-01-01T00:00:00Z", -62_167_219_200_000_000),
            ("9999-12-31T23:59:59.999999Z", 253_402_300_799_999_999),
        ] as [(String, Int64)])
    func reads(text: String, microseconds: Int64) {
        #expect(Timestamp(rfc3339: text)?.microseconds == microseconds)
    }

    @Test(
        "What is no RFC 3339 time is refused",
        arguments: [
            "", "2026-03-01", "2026-03-01T12:30:00", "2026-03-01T12:30Z", "2026-3-1T12:30:00Z", "2026-13-01T00:00:00Z",
            "2026-00-01T00:00:00Z", "2026-01-00T00:00:00Z", "2026-02-29T00:00:00Z", "2100-02-29T00:00:00Z",
            "2026-04-31T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z", "2026-01-01T00:00:61Z",
            "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00,5Z", "2026-01-01T00:00:00+3:00", "2026-01-01T00:00:00+0300",
            "2026-01-01T00:00:00+24:00", "2026-01-01T00:00:00+01:60", "2026-01-01T00:00:00Z ", " 2026-01-01T00:00:00Z",
            "+2026-01-01T00:00:00Z", "12026-01-01T00:00:00Z", "2026-01-01T00:00:00ZZ", "2026-01-01X00:00:00Z",
            "٢٠٢٦-01-01T00:00:00Z", "0000-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01", "9999-12-31T23:59:60Z",
        ])
    func refuses(text: String) {
        #expect(Timestamp(rfc3339: text) == nil)
    }

    @Test("What is written is read, and in the order of time it is in the order of the alphabet")
    func roundTrip() {
        let seed = SeededGenerator.printedSeed(for: "timestamps")
        var random = SeededGenerator(seed: seed)
        for _ in 0..<20_000 {
            let time = Timestamp(
                microseconds: .random(in: -62_167_219_200_000_000..<253_402_300_800_000_000, using: &random))
            #expect(Timestamp(rfc3339: time.rfc3339) == time, "seed \(seed)")
            let seconds = Timestamp(seconds: time.seconds)
            #expect(Timestamp(rfc3339: seconds.rfc3339) == seconds, "seed \(seed)")
            #expect(seconds.rfc3339.utf8.count == 20)
        }
    }

    @Test("The days about which calendars err are right in every year")
    func leapDays() {
        func text(_ year: Int, _ day: String) -> String {
            String(repeating: "0", count: 4 - String(year).count) + "\(year)-\(day)T00:00:00Z"
        }
        for year in 0...9999 {
            let isLeap = year % 4 == 0 && year % 100 != 0 || year % 400 == 0
            #expect((Timestamp(rfc3339: text(year, "02-29")) != nil) == isLeap)
            let days = ["01-01", "02-28"] + (isLeap ? ["02-29"] : []) + ["03-01", "12-31"]
            let times = days.compactMap { Timestamp(rfc3339: text(year, $0)) }
            #expect(times.map(\.rfc3339) == days.map { text(year, $0) })
            #expect(times.last?.dayNumber == (times.first?.dayNumber ?? 0) + (isLeap ? 365 : 364))
        }
    }

    @Test("Foundation says the same of the same second")
    func foundation() throws {
        let seed = SeededGenerator.printedSeed(for: "dates")
        var random = SeededGenerator(seed: seed)
        // From 1600, when both use the Gregorian calendar.
        for _ in 0..<5000 {
            let seconds = Int64.random(in: -11_676_096_000..<253_402_300_800, using: &random)
            let date = Date(timeIntervalSince1970: TimeInterval(seconds))
            #expect(Timestamp(seconds: seconds).rfc3339 == date.formatted(.iso8601), "seed \(seed)")
        }
    }

    @Test("Adding and subtracting durations goes by microseconds")
    func arithmetic() {
        let time = Timestamp(seconds: 100)
        #expect((time + .milliseconds(1500)).microseconds == 101_500_000)
        #expect((time - .seconds(200)).seconds == -100)
        #expect(time - Timestamp(seconds: 40) == .seconds(60))
        #expect(Timestamp(microseconds: -1).seconds == -1)
        #expect(Timestamp(microseconds: -1).milliseconds == -1)
        #expect(Timestamp(seconds: 1) < Timestamp(seconds: 2))
    }
}
