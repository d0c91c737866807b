import Messaging
import Contracts
import Metrics
import Glibc
import Synchronization

/// What Prometheus' own client libraries report of every process, under the same names, read at each scrape.
final class ProcessStatistics: Sendable {
    private let cpu: any FloatingPointCounterHandler
    private let memory: any MeterHandler
    private let descriptors: any MeterHandler
    private let reported = Mutex(0.0)

    static func register(in registry: PrometheusRegistry) {
        registry.describe("process_cpu_seconds", "User and system CPU time spent, in seconds.")
        registry.describe("process_resident_memory_bytes", "Resident memory, in bytes.")
        registry.describe("process_open_fds", "Open file descriptors.")
        registry.describe("process_start_time_seconds", "When the process began, in seconds since 1970.")
        let statistics = ProcessStatistics(registry)
        registry.beforeExposition { statistics.update() }
    }

    private init(_ registry: PrometheusRegistry) {
        cpu = registry.makeFloatingPointCounter(label: "process_cpu_seconds", dimensions: [])
        memory = registry.makeMeter(label: "process_resident_memory_bytes", dimensions: [])
        descriptors = registry.makeMeter(label: "process_open_fds", dimensions: [])
        let started = registry.makeMeter(label: "process_start_time_seconds", dimensions: [])
        started.set(Double(Timestamp.wallClock.milliseconds) / 1000)
    }

    private func update() {
        // User and system time of all threads. POSIX fixes the unit at a microsecond.
        let spent = Double(clock()) / 1e6
        let new = reported.withLock { reported in
            defer { reported = max(reported, spent) }
            return spent - reported
        }
        cpu.increment(by: new)
        if let pages = Self.residentPages() { memory.set(Double(pages * sysconf(Int32(_SC_PAGESIZE)))) }
        if let open = Self.openDescriptors() { descriptors.set(Double(open)) }
    }

    /// The second number of `/proc/self/statm`.
    private static func residentPages() -> Int? {
        guard let bytes = try? readSmallFile("/proc/self/statm") else { return nil }
        return String(decoding: bytes, as: UTF8.self).split(separator: " ").dropFirst().first.flatMap { Int($0) }
    }

    private static func openDescriptors() -> Int? {
        guard let folder = opendir("/proc/self/fd") else { return nil }
        defer { closedir(folder) }
        var entries = 0
        while readdir(folder) != nil { entries += 1 }
        // Without ".", ".." and the folder's own descriptor.
        return entries - 3
    }
}
