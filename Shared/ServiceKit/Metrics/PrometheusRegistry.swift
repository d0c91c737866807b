import Metrics
import Synchronization

/// The process's metrics, in the text format that Prometheus reads.
///
/// Names follow Prometheus' own rules: anything but letters, digits and `_` becomes `_`, a counter ends in `_total`, a
/// timer in `_seconds`. Asking twice for the same name and dimensions gives the same series. A handler is looked up
/// once, when a `Counter` or `Timer` is made, so make them once; using them takes no lock of the registry.
public final class PrometheusRegistry: MetricsFactory {
    private struct State {
        var families: [String: MetricFamily] = [:]
        var help: [String: String] = [:]
        var collectors: [@Sendable () -> Void] = []
    }

    private let state = Mutex(State())

    public init() {}

    /// Says what a metric measures, for its `# HELP` line.
    ///
    /// - Parameter label: as given to `Counter`, `Gauge` and so on.
    public func describe(_ label: String, _ help: String) {
        state.withLock { $0.help[MetricName.sanitised(label)] = help }
    }

    /// Runs `collector` before every exposition: for gauges whose value is cheaper to read than to follow.
    public func beforeExposition(_ collector: @escaping @Sendable () -> Void) {
        state.withLock { $0.collectors.append(collector) }
    }

    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        series(label, dimensions, .counter) { PrometheusCounter() }
    }

    public func makeFloatingPointCounter(
        label: String, dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        series(label, dimensions, .floatingPointCounter) { PrometheusFloatingPointCounter() }
    }

    public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        series(label, dimensions, .gauge) { PrometheusGauge() }
    }

    public func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        if aggregate {
            series(label, dimensions, .distribution) { PrometheusHistogram(buckets: .amounts) }
        } else {
            series(label, dimensions, .gauge) { PrometheusGauge() }
        }
    }

    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        series(label, dimensions, .timer) { PrometheusHistogram(buckets: .seconds) }
    }

    public func destroyCounter(_ handler: any CounterHandler) { remove(handler) }
    public func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) { remove(handler) }
    public func destroyMeter(_ handler: any MeterHandler) { remove(handler) }
    public func destroyRecorder(_ handler: any RecorderHandler) { remove(handler) }
    public func destroyTimer(_ handler: any TimerHandler) { remove(handler) }

    /// Everything, in text format 0.0.4, sorted by name.
    public func exposition() -> String {
        let collectors = state.withLock { $0.collectors }
        for collector in collectors { collector() }
        let (families, help) = state.withLock { ($0.families, $0.help) }
        var text = ""
        for (name, family) in families.sorted(by: { $0.key < $1.key }) {
            family.write(name, help: help[family.label] ?? MetricName.plainWords(family.label), to: &text)
        }
        return text
    }

    /// The series of this name, kind and dimensions, made when it is new.
    ///
    /// One name can have one type only. A second kind under a taken name is a mistake in the program; it is kept apart
    /// under a name that shows it, because a metric is no reason to stop a process.
    private func series<Series: MetricSeries>(
        _ label: String, _ dimensions: [(String, String)], _ kind: MetricKind, _ make: () -> Series
    ) -> Series {
        let base = MetricName.sanitised(label)
        let labels = MetricLabels(dimensions)
        return state.withLock { state in
            var name = MetricName.full(base, kind)
            if let taken = state.families[name], taken.kind != kind {
                name = MetricName.full("\(base)_\(kind.rawValue)", kind)
            }
            if let known = state.families[name]?.series[labels] as? Series { return known }
            let new = make()
            state.families[name, default: MetricFamily(label: base, kind: kind)].series[labels] = new
            return new
        }
    }

    private func remove(_ handler: AnyObject) {
        state.withLock { state in
            for (name, family) in state.families {
                guard let labels = family.series.first(where: { $0.value === handler })?.key else { continue }
                state.families[name]?.series[labels] = nil
                if family.series.count == 1 { state.families[name] = nil }
            }
        }
    }
}
