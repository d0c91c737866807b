import Executors

/// Where runs are computed, one at a time. A run is seconds of computing without a pause: on Swift's few threads, of
/// which there are as many as processors, two of them would keep all tests beside them from their turn.
@globalActor
actor SimulationThread {
    static let shared = SimulationThread()

    private let executor = ThreadExecutor(name: "simulation")

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
}
