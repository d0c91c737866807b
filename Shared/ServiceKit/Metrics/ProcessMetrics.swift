import Metrics

/// The process's one metrics backend.
public enum ProcessMetrics {
    /// Makes `Counter`, `Timer` and the rest count into a registry of ours. Once per process.
    public static func bootstrap() -> PrometheusRegistry {
        let registry = PrometheusRegistry()
        ProcessStatistics.register(in: registry)
        MetricsSystem.bootstrap(registry)
        return registry
    }
}
