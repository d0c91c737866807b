import Glibc
import Synchronization

/// The places that are armed, and how often each has been reached.
final class ArmedFailPoints: Sendable {
    struct Fault: Equatable {
        var count: Int
        var halts: Bool
    }

    private let faults: [FailPoint: Fault]
    private let reached = Mutex<[FailPoint: Int]>([:])

    /// - Returns: nil when nothing is armed. What cannot be read is said on standard error and left out.
    init?(_ text: String) {
        var faults: [FailPoint: Fault] = [:]
        for part in text.split(separator: ",") {
            let pieces = part.split(separator: "@", maxSplits: 1)
            let numbers = pieces.last?.split(separator: ":") ?? []
            guard pieces.count == 2, let point = FailPoint(rawValue: String(pieces[0])),
                let count = numbers.first.flatMap({ Int($0) }), numbers.count == 1 || numbers[1] == "stop"
            else {
                let complaint = Array("\(FailPoint.variable): \(part) is no fail point\n".utf8)
                _ = write(STDERR_FILENO, complaint, complaint.count)
                continue
            }
            faults[point] = Fault(count: count, halts: numbers.count == 2)
        }
        if faults.isEmpty { return nil }
        self.faults = faults
    }

    func reach(_ point: FailPoint) {
        guard let fault = due(point) else { return }
        kill(getpid(), fault.halts ? SIGSTOP : SIGKILL)
    }

    /// Counts, and says whether it is time.
    func due(_ point: FailPoint) -> Fault? {
        guard let fault = faults[point] else { return nil }
        let count = reached.withLock { reached in
            reached[point, default: 0] += 1
            return reached[point, default: 0]
        }
        return count == fault.count ? fault : nil
    }
}
