import Contracts
import Foundation
import Postgres
import TestSupport
import Testing
import WireJSON

@testable import WaybillCLI

@Suite("Benchmark: counting")
struct BenchTests {
    @Test("a histogram's quantiles are within a thousandth of the sorted values', from microseconds to hours")
    func histogram() throws {
        var generator = SeededGenerator()
        let seed = generator.seed
        var values: [Int64] = []
        var histogram = LatencyHistogram()
        for _ in 0..<20_000 {
            let value =
                Int64(1) << Int64.random(in: 0...33, using: &generator) + Int64.random(in: 0...999, using: &generator)
            values.append(value)
            histogram.record(value)
        }
        values.sort()
        #expect(histogram.count == 20_000, "seed \(seed)")
        for share in [0.001, 0.5, 0.9, 0.99, 0.999, 1] {
            let exact = values[max(1, Int((share * 20_000).rounded(.up))) - 1]
            let found = try #require(histogram.quantile(share))
            #expect(
                found >= exact && Double(found) <= Double(exact) * 1.001 + 1,
                "\(share): \(found), not \(exact); seed \(seed)")
        }
        #expect(LatencyHistogram().quantile(0.5) == nil)
    }

    @Test("a distribution is written as percentiles that rise to all of it; what ended before it began took no time")
    func distribution() throws {
        var histogram = LatencyHistogram()
        for value in [-5, 1000, 2000, 4_000_000] { histogram.record(value) }
        #expect(histogram.quantile(0.1) == 0)
        #expect(histogram.json["maxMilliseconds"] == .number(text: "4000.0000"))
        guard case .array(let steps)? = histogram.json["distribution"] else {
            Issue.record("no distribution")
            return
        }
        let percentiles = steps.compactMap { step -> Double? in
            guard case .array(let pair) = step, case .number(let text)? = pair.first else { return nil }
            return Double(text)
        }
        #expect(percentiles.count == steps.count && percentiles == percentiles.sorted() && percentiles.last == 100)
    }

    @Test("numbers are written as JSON has them")
    func decimals() {
        #expect(3.14159.fixed(2) == "3.14")
        #expect(0.05.fixed(1) == "0.1")
        #expect((-1.005).fixed(1) == "-1.0")
        #expect(12.0.fixed(0) == "12")
        #expect(0.0004.fixed(2) == "0.00")
    }

    @Test("a process's CPU time is read behind its name, whatever the name has in it")
    func stat() throws {
        let line = "42 (a) b (c) S 7 42 42 0 -1 4194304 1 2 3 4 100 50 20 10 20 0 5 0 1234 0 0"
        let stat = try #require(ProcFile.Stat(line))
        #expect((stat.id, stat.parent, stat.ticks) == (42, 7, 180))
    }

    @Test("a service's own figures are summed over its series")
    func metrics() {
        var reading = ServiceMeter.Reading()
        ServiceMeter.take(
            """
            # HELP waybill_messages_total Messages
            waybill_messages_total{fate="applied",service="saga",type="a"} 5
            waybill_messages_total{fate="repeated",service="saga",type="b"} 2
            waybill_batch_size_bucket{service="saga",le="10"} 3
            waybill_batch_size_sum{service="saga"} 30
            waybill_batch_size_count{service="saga"} 4
            """, of: "saga-coordinator", into: &reading)
        #expect(reading.envelopes == ["saga-coordinator": 7])
        #expect(reading.batches == ["saga-coordinator": 4] && reading.batched == ["saga-coordinator": 30])
        #expect(reading.sizes == ["saga-coordinator": ["10": 3]])
    }

    @Test("two results are compared figure by figure")
    func compare() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "bench-\(UUID())")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(#"{"orders": 5, "perOrder": {"commits": 1.5, "name": "x"}}"#.utf8).write(to: file)
        let figures = try CompareCommand.figures(in: file.path())
        #expect(figures.map(\.0) == ["orders", "perOrder.commits"] && figures.map(\.1) == [5, 1.5])
        #expect(throws: OperatorError.self) { try CompareCommand.figures(in: "/nowhere") }
    }

    @Test("a peer's result is the last line that it prints")
    func peer() throws {
        let line = #"{"peer": "go", "orders_per_second": 410.5, "submit_seconds": 1, "p50_ms": 8.1, "p99_ms": 12}"#
        let figures = try #require(PeerRun.figures(in: "warming up\n\(line)\n"))
        #expect((figures.ordersPerSecond, figures.p50, figures.p99) == (410.5, 8.1, 12))
        #expect(PeerRun.figures(in: "Traceback\n") == nil)
    }

    @Test("batch sizes are those of the run alone, and their quantiles bounds that the service counts by")
    func batchSizes() throws {
        var (before, after) = (BenchMeters.Reading(), BenchMeters.Reading())
        before.services.sizes = ["inventory": ["1": 4, "10": 5, "+Inf": 5]]
        after.services.sizes = ["inventory": ["1": 6, "10": 13, "+Inf": 15]]
        let cost = OrderCost(orders: 1, before: before, after: after)
        let counts = try #require(cost.batchSizeCounts.first { $0.0 == "inventory" }?.1)
        #expect(counts.map(\.upTo) == [1, 10, .infinity] && counts.map(\.batches) == [2, 6, 2])
        #expect(OrderCost.batchSize(0.2, of: counts) == 1)
        #expect(OrderCost.batchSize(0.5, of: counts) == 10)
        #expect(OrderCost.batchSize(0.99, of: counts) == .infinity)
        #expect(OrderCost.batchSize(0.5, of: []) == nil)
    }
}
