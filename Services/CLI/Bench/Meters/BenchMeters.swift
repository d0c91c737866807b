/// All that can be read of the work that a run makes, at one moment.
struct BenchMeters: Sendable {
    struct Reading: Sendable {
        var processes: ProcessMeter.Reading?
        var database = DatabaseMeter.Reading()
        var services = ServiceMeter.Reading()
        var broker = BrokerMeter.Reading()
    }

    let session: OperatorSession

    func begin() async throws -> Reading {
        // The broker's figures are late: what went before must not count.
        try await Task.sleep(for: .seconds(6))
        var reading = Reading()
        reading.broker = try await BrokerMeter(session: session).read()
        reading.services = await ServiceMeter(session: session).read()
        reading.database = try await DatabaseMeter(session: session).read()
        reading.processes = ProcessMeter(environment: session.environment)?.read()
        return reading
    }

    func end() async throws -> Reading {
        var reading = Reading()
        reading.processes = ProcessMeter(environment: session.environment)?.read()
        reading.database = try await DatabaseMeter(session: session).read()
        reading.services = await ServiceMeter(session: session).read()
        try await Task.sleep(for: .seconds(6))
        reading.broker = try await BrokerMeter(session: session).read()
        return reading
    }
}
