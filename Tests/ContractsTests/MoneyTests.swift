import Contracts
import TestSupport
import Testing

@Suite("Money: whole minor units, no floats")
struct MoneyTests {
    @Test(
        "A decimal text is read in minor units, rounded half away from zero",
        arguments: [
            ("EUR", "12.50", 1250), ("EUR", "12.5", 1250), ("EUR", "12", 1200), ("EUR", "-12.5", -1250),
            ("EUR", "+1", 100),
            ("EUR", "0", 0), ("EUR", "-0.00", 0), ("EUR", "0.004", 0), ("EUR", "0.005", 1), ("EUR", "-0.005", -1),
            ("EUR", "0.0049999", 0), ("EUR", "1.99995", 200), ("EUR", "9.995", 1000), ("EUR", ".5", 50),
            ("EUR", "5.", 500),
            ("JPY", "1234", 1234), ("JPY", "1234.5", 1235), ("KWD", "1.2345", 1235), ("CLF", "1.23456", 12346),
            ("EUR", "1e2", 10_000), ("EUR", "1.5E+1", 1500), ("EUR", "150e-2", 150), ("EUR", "1e-30", 0),
            ("EUR", "0.1", 10), ("EUR", "0.29", 29), ("EUR", "1.005", 101), ("EUR", "4.35", 435),
            ("EUR", "92233720368547758.07", .max), ("EUR", "-92233720368547758.07", -.max),
        ] as [(String, String, Int64)])
    func reads(currency: String, text: String, minor: Int64) {
        #expect(Currency(rawValue: currency).minorUnits(decimal: text) == minor)
    }

    @Test(
        "What is no decimal number, or does not fit, is refused",
        arguments: [
            "", "-", "+", ".", "1,50", "1 000", "1.2.3", "0x10", "NaN", "Infinity", "1e", "e5", "1e+", "--1", "1-",
            "€1",
            "92233720368547758.08", "92233720368547758.075", "100000000000000000000", "1e30", "1e31", "1e-31",
            "1e9223372036854775807", "1e-9223372036854775808", "1e99999999999999999999", "١",
        ])
    func refuses(text: String) {
        #expect(Currency(rawValue: "EUR").minorUnits(decimal: text) == nil)
    }

    @Test("What is printed is read again, in every currency")
    func roundTrip() {
        let seed = SeededGenerator.printedSeed(for: "money")
        var random = SeededGenerator(seed: seed)
        for currency in ["EUR", "JPY", "KWD", "CLF"].map(Currency.init) {
            for bits in 0..<63 {
                let minor = Int64.random(in: -(1 << Int64(bits))...(1 << Int64(bits)), using: &random)
                let printed = currency.format(minor).split(separator: " ")
                #expect(currency.minorUnits(decimal: printed[0]) == minor, "seed \(seed)")
                #expect(printed[1] == currency.rawValue)
            }
        }
        #expect(Currency(rawValue: "EUR").format(-5) == "-0.05 EUR")
        #expect(Currency(rawValue: "KWD").format(.min) == "-9223372036854775.808 KWD")
    }

    @Test("A currency is three capital letters", arguments: ["", "eur", "EURO", "EU", "E1R", "ÉUR"])
    func malformed(text: String) {
        #expect(Currency(rawValue: "EUR").isWellFormed)
        #expect(!Currency(rawValue: text).isWellFormed)
    }
}

@Suite("Apportionment: parts that add up to the whole")
struct ApportionmentTests {
    @Test("The parts add up, none is a unit or more from its share, and none has the other sign")
    func properties() {
        let seed = SeededGenerator.printedSeed(for: "apportionment")
        var random = SeededGenerator(seed: seed)
        for _ in 0..<5000 {
            let limit = Int64(1) << Int64.random(in: 0..<62, using: &random)
            let whole = Int64.random(in: -limit...limit, using: &random)
            let weights = (0..<Int.random(in: 1..<12, using: &random)).map { _ in
                Int64.random(in: 0...Int64.random(in: 0...limit, using: &random), using: &random)
            }
            let parts = Apportionment.split(whole, by: weights)
            #expect(parts.count == weights.count)
            #expect(parts.reduce(0, +) == whole, "seed \(seed)")
            #expect(parts.allSatisfy { $0.signum() == 0 || $0.signum() == whole.signum() }, "seed \(seed)")
            let total = weights.reduce(Int128(0)) { $0 + Int128($1) }
            guard total > 0 else { continue }
            for (part, weight) in zip(parts, weights) {
                let off = Int128(part) * total - Int128(whole) * Int128(weight)
                #expect(off.magnitude < total.magnitude, "seed \(seed)")
                if weight == 0 { #expect(part == 0, "seed \(seed)") }
            }
            for (first, second) in zip(zip(parts, weights), zip(parts, weights).dropFirst())
            where first.1 >= second.1 {
                #expect(first.0.magnitude >= second.0.magnitude, "a larger weight earlier got less; seed \(seed)")
            }
        }
    }

    @Test("Known cases: the rest goes to the largest remainders, the earlier first")
    func examples() {
        #expect(Apportionment.split(100, by: [1, 1, 1]) == [34, 33, 33])
        #expect(Apportionment.split(-100, by: [1, 1, 1]) == [-34, -33, -33])
        #expect(Apportionment.split(10, by: [6, 3, 1]) == [6, 3, 1])
        #expect(Apportionment.split(1, by: [1, 2]) == [0, 1])
        #expect(Apportionment.split(5, by: [0, 0]) == [5, 0])
        #expect(Apportionment.split(5, by: []) == [])
        #expect(Apportionment.split(0, by: [1, 2]) == [0, 0])
        #expect(Apportionment.split(.min, by: [1]) == [.min])
        let half = Int64.max / 2
        #expect(Apportionment.split(.max, by: [.max, .max]) == [half + 1, half])
    }
}
