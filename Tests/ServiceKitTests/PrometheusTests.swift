import Dispatch
import Metrics
import Testing

@testable import ServiceKit

@Suite("Metrics in Prometheus' text format")
struct PrometheusTests {
    private let registry = PrometheusRegistry()

    @Test("counter, gauge, timer and recorder, word for word")
    func exposition() {
        registry.describe("waybill.messages", "Messages\nby \\ outcome.")
        let counter = Counter(label: "waybill.messages", dimensions: [("outcome", "a\"b\\c\nd")], factory: registry)
        counter.increment(by: 3)
        Meter(label: "outbox-size", factory: registry).set(2.5)
        let timer = Timer(label: "commit_seconds", factory: registry)
        timer.recordNanoseconds(700_000)
        timer.recordSeconds(120)
        let lines = registry.exposition().split(separator: "\n").map(String.init)
        #expect(
            lines.prefix(4) == [
                "# HELP commit_seconds Commit seconds.", "# TYPE commit_seconds histogram",
                #"commit_seconds_bucket{le="0.0005"} 0"#, #"commit_seconds_bucket{le="0.001"} 1"#,
            ])
        #expect(lines.contains(#"commit_seconds_bucket{le="60"} 1"#))
        #expect(lines.contains(#"commit_seconds_bucket{le="+Inf"} 2"#))
        #expect(lines.contains("commit_seconds_sum 120.0007"))
        #expect(
            lines.suffix(7) == [
                "commit_seconds_count 2",
                "# HELP outbox_size Outbox size.", "# TYPE outbox_size gauge", "outbox_size 2.5",
                "# HELP waybill_messages_total Messages\\nby \\\\ outcome.", "# TYPE waybill_messages_total counter",
                #"waybill_messages_total{outcome="a\"b\\c\nd"} 3"#,
            ])
    }

    @Test(
        "promtool finds nothing to complain about",
        .enabled(if: findProgram("promtool") != nil, "promtool is missing: apt-get install prometheus"))
    func promtool() throws {
        ProcessStatistics.register(in: registry)
        for outcome in ["applied", "parked \"now\"", "x\\y\nz", "ünïcode"] {
            Counter(
                label: "waybill_messages", dimensions: [("outcome", outcome), ("queue", "inventory")], factory: registry
            )
            .increment()
            Timer(label: "waybill_batch_duration", dimensions: [("outcome", outcome)], factory: registry).recordSeconds(
                1)
        }
        Gauge(label: "waybill_outbox_rows", factory: registry).record(4)
        Recorder(label: "waybill_batch_messages", factory: registry).record(17)
        FloatingPointCounter(label: "waybill_busy_seconds", factory: registry).increment(by: 0.25)
        registry.describe("waybill_batch_messages", "Messages per batch.")
        let result = try runProgram(
            try #require(findProgram("promtool")), ["check", "metrics"], input: registry.exposition())
        #expect(result.status == 0 && result.output.isEmpty, "\(result.output)")
    }

    @Test("the same name and dimensions, in whatever order, are one series")
    func identity() {
        Counter(label: "c", dimensions: [("a", "1"), ("b", "2")], factory: registry).increment()
        Counter(label: "c", dimensions: [("b", "2"), ("a", "1")], factory: registry).increment()
        #expect(registry.exposition().contains(#"c_total{a="1",b="2"} 2"#))
    }

    @Test("a name that is taken by another kind is kept apart")
    func conflict() {
        Meter(label: "x_total", factory: registry).set(1)
        Counter(label: "x", factory: registry).increment()
        let types = registry.exposition().split(separator: "\n").filter { $0.hasPrefix("# TYPE") }
        #expect(types == ["# TYPE x_counter_total counter", "# TYPE x_total gauge"])
    }

    @Test("a destroyed metric is gone")
    func destroyed() {
        let counter = Counter(label: "c", factory: registry)
        counter.destroy()
        #expect(registry.exposition().isEmpty)
    }

    @Test("a counter never goes down, a gauge does")
    func directions() {
        let counter = Counter(label: "c", factory: registry)
        counter.increment(by: 5)
        counter.increment(by: -3)
        let meter = Meter(label: "m", factory: registry)
        meter.increment(by: 2)
        meter.decrement(by: 5)
        #expect(registry.exposition().contains("c_total 5\n"))
        #expect(registry.exposition().contains("m -3\n"))
    }

    @Test("nothing is lost when many threads count at once")
    func concurrency() {
        let counter = Counter(label: "c", factory: registry)
        let meter = Meter(label: "m", factory: registry)
        let timer = Timer(label: "t", factory: registry)
        DispatchQueue.concurrentPerform(iterations: 8) { _ in
            for _ in 0..<2000 {
                counter.increment()
                meter.increment(by: 1)
                timer.recordMilliseconds(1)
            }
        }
        let text = registry.exposition()
        #expect(
            text.contains("c_total 16000\n") && text.contains("m 16000\n") && text.contains("t_seconds_count 16000\n"))
    }
}
