import AMQP
import TestSupport

/// Messages with the moments at which they are published, drawn at random by the tests.
struct Timetable {
    private var entries: [(moment: Duration, message: Posted)] = []
    private var event: (moment: Duration, action: () async throws -> Void)?

    mutating func add(_ message: Posted, at moment: Duration) {
        entries.append((moment, message))
    }

    /// What else happens, once.
    mutating func interrupt(at moment: Duration, _ action: @escaping () async throws -> Void) {
        event = (moment, action)
    }

    /// Publishes each at its moment, counted from now, and waits for the confirms.
    func run(on system: WaybillSystem) async throws {
        var event = event
        let sorted = entries.sorted { $0.moment < $1.moment }
        let start = ContinuousClock.now
        try await system.broker.withAdministrator { administrator in
            var next = 0
            while next < sorted.count {
                try await Task.sleep(until: start + sorted[next].moment)
                let passed = ContinuousClock.now - start
                if let (moment, action) = event, moment <= passed {
                    event = nil
                    try await action()
                }
                var due: [Outbound] = []
                while next < sorted.count, sorted[next].moment <= passed {
                    due.append(sorted[next].message.outbound)
                    next += 1
                }
                try await administrator.publishAndConfirm(due)
            }
        }
    }
}

extension SeededGenerator {
    /// A moment from 0 to `limit`, in milliseconds.
    mutating func moment(within limit: Int) -> Duration { .milliseconds(Int.random(in: 0...limit, using: &self)) }
}
