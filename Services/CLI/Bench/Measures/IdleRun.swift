import Contracts

/// Everything runs, and nothing happens.
struct IdleRun: Sendable {
    let session: OperatorSession
    let period: Duration
    /// Of each service.
    let starts: Int

    func run() async throws -> IdleResult {
        guard let meter = ProcessMeter(environment: session.environment) else {
            throw OperatorError(
                "WAYBILL_DATA is not set", advice: "It is the folder that says which processes there are.")
        }
        let left = try await BenchRest(session: session).wait()
        guard left == 0 else { throw OperatorError("the system is not idle: \(left) messages are under way") }
        // What follows a start or the last order a little later is not idling.
        try await Task.sleep(for: .seconds(10))
        let (begun, before) = (ContinuousClock.now, meter.read())
        try await Task.sleep(for: period)
        let (after, took) = (meter.read(), ContinuousClock.now - begun)
        let cpu = after.cpu.map { name, seconds in
            (name, (seconds - (before.cpu[name] ?? 0)) / took.inSeconds * 100)
        }
        var started: [(String, [Duration])] = []
        for service in ServiceName.allCases where starts > 0 {
            let start = try ServiceStart(service, session: session)
            var times: [Duration] = []
            for _ in 0..<starts { times.append(try await start.measure()) }
            started.append((service.executable, times.sorted()))
        }
        return IdleResult(
            period: took, cpu: cpu.sorted { $0.1 > $1.1 }, memory: after.resident.sorted { $0.value > $1.value },
            starts: started, conditions: try await BenchConditions.read(session))
    }
}
