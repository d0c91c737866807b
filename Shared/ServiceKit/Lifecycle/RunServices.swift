import Logging
import ServiceLifecycle
import UnixSignals

/// Runs services until SIGTERM, SIGINT or the first failure.
///
/// They start in order and are shut down in reverse, each after the one behind it has ended. When one ends although
/// nobody asked it to, the others are shut down just as gracefully and its error is thrown.
///
/// - Parameters:
///   - health: says "not ready" from the moment the shutdown begins.
/// - Throws: the error of the service that failed, or that the drain took too long.
public func runServices(
    _ services: [any Service], deadlines: ShutdownDeadlines = ShutdownDeadlines(), health: HealthChecks? = nil,
    logger: Logger
) async throws {
    try await runServices(
        services, deadline: DrainDeadline(deadlines, logger: logger), deadlines: deadlines, health: health,
        logger: logger)
}

func runServices(
    _ services: [any Service], deadline: DrainDeadline, deadlines: ShutdownDeadlines, health: HealthChecks?,
    logger: Logger
) async throws {
    var supervised = ([deadline] + services).map { SupervisedService(base: $0) }
    // Last to start, so first to hear of the shutdown.
    if let health { supervised.append(SupervisedService(base: DrainNotice(health: health, logger: logger))) }
    var configuration = ServiceGroupConfiguration(
        services: supervised.map {
            .init(
                service: $0, successTerminationBehavior: .gracefullyShutdownGroup,
                failureTerminationBehavior: .gracefullyShutdownGroup, serviceName: $0.name)
        },
        gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
    configuration.maximumGracefulShutdownDuration = deadlines.drain
    // Ours comes first; this one is for the case that its timer cannot run.
    configuration.maximumCancellationDuration = deadlines.kill + .seconds(1)
    let tooLate = DrainDeadlinePassed(drain: deadlines.drain)
    do {
        try await ServiceGroup(configuration: configuration).run()
    } catch {
        // A service's own error says more than the deadline that it led to; that it was cancelled says less.
        throw deadline.conclude() && error is CancellationError ? tooLate : error
    }
    if deadline.conclude() { throw tooLate }
    logger.info("stopped")
}

/// A service that ended unasked.
struct ServiceEndedUnexpectedly: Error, CustomStringConvertible {
    var name: String

    var description: String { "\(name) ended although nobody asked it to" }
}

/// Turns an early return into an error, so that the group drains and the process does not pass it off as success.
private struct SupervisedService: Service {
    let base: any Service

    var name: String { "\(type(of: base))" }

    func run() async throws {
        try await base.run()
        guard Task.isShuttingDownGracefully || Task.isCancelled else { throw ServiceEndedUnexpectedly(name: name) }
    }
}

/// Takes the process out of service first.
private struct DrainNotice: Service {
    let health: HealthChecks
    let logger: Logger

    func run() async throws {
        try? await gracefulShutdown()
        health.beginDraining()
        logger.info("draining")
    }
}
