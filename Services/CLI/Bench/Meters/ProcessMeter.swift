import Foundation

/// CPU and memory of the processes that `./deploy/up` or `./deploy/bench` started, by their pid files.
struct ProcessMeter: Sendable {
    struct Reading: Sendable {
        /// CPU seconds by process name; what belongs together (the database's backends, the broker's helpers) is summed.
        var cpu: [String: Double] = [:]
        /// The most memory that each had resident so far, in bytes; of the database, what its processes share out
        /// among them.
        var memory: [String: Int] = [:]
        /// What each has resident now, in bytes, counted in the same way.
        var resident: [String: Int] = [:]
        /// CPU seconds of the whole machine, in use by anybody.
        var machine = 0.0
    }

    private let folder: String

    /// - Returns: nil when nothing says where the processes are.
    init?(environment: [String: String]) {
        guard let folder = environment["WAYBILL_DATA"], !folder.isEmpty else { return nil }
        self.folder = folder
    }

    func read() -> Reading {
        let all = Self.processes()
        let children = Dictionary(grouping: all, by: \.parent)
        let known = Dictionary(all.map { ($0.id, $0) }) { first, _ in first }
        var reading = Reading()
        for (name, id) in roots() {
            var pending = [id]
            while let next = pending.popLast() {
                guard let process = known[next] else { continue }
                reading.cpu[name, default: 0] += Double(process.ticks) / ProcFile.ticksPerSecond
                let memory = Self.memory(of: next, isShared: name == "database")
                reading.memory[name, default: 0] += memory.peak
                reading.resident[name, default: 0] += memory.now
                pending += (children[next] ?? []).map(\.id)
            }
        }
        reading.machine = Self.machine()
        return reading
    }

    private func roots() -> [(name: String, id: Int)] {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/run")) ?? []
        var roots: [(String, Int)] = files.filter { $0.hasSuffix(".pid") }.sorted().compactMap { file in
            ProcFile.read("\(folder)/run/\(file)").flatMap(Self.number).map { (String(file.dropLast(4)), $0) }
        }
        if let id = ProcFile.read("\(folder)/postgres/cluster/postmaster.pid").flatMap(Self.number) {
            roots.append(("database", id))
        }
        return roots
    }

    private static func number(_ text: String) -> Int? { Int(text.prefix { $0.isNumber }) }

    private static func processes() -> [ProcFile.Stat] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.filter { $0.first?.isNumber ?? false }.compactMap { name in
            ProcFile.read("/proc/\(name)/stat").flatMap(ProcFile.Stat.init)
        }
    }

    /// - Parameter isShared: pages that several processes have count as a share of each.
    private static func memory(of id: Int, isShared: Bool) -> (peak: Int, now: Int) {
        let text = ProcFile.read("/proc/\(id)/\(isShared ? "smaps_rollup" : "status")") ?? ""
        func bytes(_ key: String) -> Int {
            let line = text.split(separator: "\n").first { $0.hasPrefix(key) }
            return (line.flatMap { Int($0.filter(\.isNumber)) } ?? 0) * 1024
        }
        return isShared ? (bytes("Pss:"), bytes("Pss:")) : (bytes("VmHWM:"), bytes("VmRSS:"))
    }

    private static func machine() -> Double {
        guard let line = ProcFile.read("/proc/stat")?.split(separator: "\n").first else { return 0 }
        let fields = line.split(separator: " ").dropFirst().map { Double($0) ?? 0 }
        guard fields.count > 7 else { return 0 }
        // All but idle, waiting for the disk, and what other machines took.
        return (fields[0] + fields[1] + fields[2] + fields[5] + fields[6]) / ProcFile.ticksPerSecond
    }
}
