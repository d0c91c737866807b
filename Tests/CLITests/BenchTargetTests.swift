import Testing
import WireJSON

@testable import WaybillCLI

@Suite("Benchmark: the table of targets")
struct BenchTargetTests {
    private func row(_ measure: String, _ text: String, _ index: Int = 0) throws -> BenchTarget.Row {
        let result = try JSONValue.parse(Array(text.utf8))
        return BenchTarget.all.filter { $0.measure == measure }[index].row(result)
    }

    @Test("a figure misses its bar, reaches it, or reaches the goal, whichever way is better")
    func verdicts() throws {
        for (rate, verdict) in [(299, "missed"), (300, "bar"), (999, "bar"), (1000, "goal")] {
            #expect(try row("throughput", #"{"orders": 20000, "ordersPerSecond": \#(rate)}"#).verdict == verdict)
        }
        for (cpu, verdict) in [(6.1, "missed"), (6.0, "bar"), (2.1, "bar"), (2.0, "goal")] {
            #expect(try row("throughput", #"{"perOrder": {"cpuMilliseconds": \#(cpu)}}"#, 1).verdict == verdict)
        }
    }

    @Test("what is not in a result, or oversold, is missed")
    func missing() throws {
        #expect(try row("limit", #"{"share": null}"#).verdict == "missed")
        let sale = try row("flash", #"{"orders": 20000, "oversold": 1, "seconds": 2}"#)
        #expect(sale.found == nil && sale.verdict == "missed")
    }

    @Test("a figure that was measured with less than its target is about says so, and reaches nothing")
    func size() throws {
        let small = try row("backlog", #"{"orders": 2000, "memoryBytesOf": {"inventory": 50000000, "database": 9e9}}"#)
        #expect(small.found == 50 && small.otherSize == 2000)
        #expect(
            BenchTarget.table([small]).contains("draining, measured with 2000 | 300 MB | 100 MB | 50 MB | too small |"))
        let whole = try row("backlog", #"{"orders": 200000, "memoryBytesOf": {"inventory": 150000000}}"#)
        #expect(whole.otherSize == nil && whole.verdict == "bar")
        let fuller = try row("audit", #"{"orders": 1020000, "seconds": 3}"#)
        #expect(fuller.otherSize == nil && fuller.verdict == "goal")
    }

    @Test("numbers are written without decimals that say nothing")
    func numbers() throws {
        let commits = try row("throughput", #"{"perOrder": {"commits": 0.456}}"#, 2)
        #expect(BenchTarget.table([commits]).contains("| 1 | 0.3 | 0.46 | bar | `./deploy/bench throughput` |"))
    }
}
