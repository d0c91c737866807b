import Contracts
import Messaging
import TestSupport

extension ChaosRun {
    func killService() throws -> Int {
        guard let process = system.services.randomElement(using: &random), let service = process.service else {
            return 0
        }
        process.kill()
        system.remove(process)
        try system.add(service)
        return 1
    }

    func haltService() -> Int {
        guard let process = system.services.randomElement(using: &random) else { return 0 }
        process.pause()
        return 1
    }

    func restartAll() async throws -> Int {
        var restarted = 0
        for process in system.services {
            guard let service = process.service else { continue }
            try await drain(process)
            try system.add(service)
            restarted += 1
            storefronts.place(1)
            await live(for: .milliseconds(200))
        }
        return restarted
    }

    /// One process of a service that gets there is replaced by one that dies at the place.
    func die(at point: FailPoint) async throws -> Int {
        let candidates: [ServiceName] =
            point == .afterEffect
            ? [.payment, .shipping, .notifications]
            : [.intake, .saga, .payment, .inventory, .warehouse, .shipping, .notifications]
        // Confirms come for many messages at once: these places are reached less often.
        let often = Int.random(in: point == .afterPublish || point == .afterConfirm ? 1...3 : 1...10, using: &random)
        // Ten orders can be done before a place is reached so often; another service gets there the first time.
        for count in [often, 1] {
            let service = candidates.randomElement(using: &random) ?? .payment
            try await drain(all: service)
            let doomed = try system.add(service, settings: [FailPoint.variable: "\(point.rawValue)@\(count)"])
            storefronts.place(10)
            await live(upTo: .seconds(30)) { !doomed.isRunning }
            let hasDied = !doomed.isRunning
            if hasDied { system.remove(doomed) } else { try await drain(doomed) }
            try system.add(service)
            if hasDied { return 1 }
        }
        return 0
    }

    /// Another payment provider, carrier and mail server: some calls in a hundred hang, fail, or lose their answer.
    func restartProviders(trouble percentage: Int?) async throws {
        for service in [ServiceName.payment, .shipping, .notifications] {
            for process in system.services where process.service == service {
                if percentage == nil { process.kill() }
                try await drain(process)
            }
            try system.add(service, settings: percentage.map { ["WAYBILL_EFFECT_TROUBLE": "\($0)"] } ?? [:])
        }
    }

    func drain(all service: ServiceName) async throws {
        for process in system.services where process.service == service { try await drain(process) }
    }

    /// SIGTERM, as an operator would; it must come to its end.
    private func drain(_ process: ServiceExecutable) async throws {
        // One that was only just started knows no signals yet: it would end by this one, with nothing in its hands.
        await live(upTo: .seconds(60)) { if process.isRunning { await process.isReady } else { true } }
        let wasRunning = process.isRunning
        let status = process.stop()
        if wasRunning, status != 0 {
            problems.append("\(process.name) did not drain (\(status)): \(process.lastWords)")
        }
        system.remove(process)
    }

    /// What a supervisor does: whatever ended is started again. Nothing ends by itself without a reason.
    func supervise() async throws {
        for process in system.services {
            process.resume()
            guard !process.isRunning else { continue }
            problems.append("\(process.name) ended by itself: \(process.lastWords)")
            system.remove(process)
        }
        for service in ServiceName.allCases where !system.services.contains(where: { $0.service == service }) {
            try system.add(service)
        }
    }
}

extension ServiceExecutable {
    var service: ServiceName? { ServiceName.allCases.first { $0.executable == name } }
}
