import Contracts
import Testing

@testable import WaybillCLI

@Suite("Tables and figures for people")
struct TextTableTests {
    @Test("columns are as wide as their widest cell, numbers stand to the right, lines end without blanks")
    func widths() {
        var table = TextTable("sku", .number("units"), "title")
        table.add("TEA-100", "7", "Rize")
        table.add("P", "1200", "")
        #expect(
            table.render(width: nil) == """
                SKU      UNITS  TITLE
                TEA-100      7  Rize
                P         1200
                """)
    }

    @Test("wide characters count as two columns, combined ones as one")
    func displayWidth() {
        #expect("日本".displayWidth == 4)
        #expect("e\u{301}".displayWidth == 1)
        #expect("İstanbul".displayWidth == 8)
    }

    @Test("a line that is wider than the terminal is cut, and says so")
    func cut() {
        var table = TextTable("a", "b")
        table.add("1", String(repeating: "x", count: 50))
        let line = table.render(width: 20).split(separator: "\n")[1]
        #expect(String(line).displayWidth == 20)
        #expect(line.hasSuffix("…"))
    }

    @Test("a line break in a cell does not break the table")
    func lineBreak() {
        var table = TextTable("reason")
        table.add("one\ntwo\r\nthree")
        #expect(table.render(width: nil) == "REASON\none two three")
    }

    @Test(
        "durations are read in the unit that fits",
        arguments: [
            (Duration.milliseconds(12), "12 ms"), (.milliseconds(3450), "3.4 s"), (.seconds(125), "2 min 5 s"),
            (.seconds(11_400), "3 h 10 min"), (.seconds(187_200), "2 d 4 h"),
        ])
    func durations(_ duration: Duration, _ text: String) {
        #expect(duration.short == text)
    }

    @Test("the bar is full at the end and has no bar while nobody knows the end")
    func progress() {
        #expect(ProgressBar.line("import", 5, 10, "").contains(String(repeating: "█", count: 15) + "░"))
        #expect(ProgressBar.line("import", 10, 10, "").hasSuffix("█ 10/10"))
        #expect(ProgressBar.line("import", 3, nil, "orders") == "import  3  orders")
    }

    @Test("p50 and p99 are the nearest rank")
    func quantiles() {
        let result = LatencyResult(rate: 1, durations: (1...100).map { .milliseconds($0) }.reversed(), missing: 0)
        #expect(result.quantile(0.5) == .milliseconds(50))
        #expect(result.quantile(0.99) == .milliseconds(99))
        #expect(LatencyResult(rate: 1, durations: [], missing: 0).quantile(0.5) == nil)
    }
}
