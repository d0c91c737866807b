import Contracts
import TestSupport
import Testing

/// One running system for all tests of a suite, also of those inside of it: to start eight processes for each test takes
/// longer than the tests.
///
/// The tests run one after the other, each with articles, sites and order numbers of its own. When the last one is done
/// the operator's audit must find nothing.
struct SharedSystem: SuiteTrait, TestScoping {
    @TaskLocal private static var running: Running?
    var settings: [String: String] = [:]

    /// The suite is serialised, so that one test at a time has it.
    private struct Running: @unchecked Sendable {
        let system: WaybillSystem
    }

    struct NotRunning: Error {}

    /// The audit leaves alone what has happened in the last ten seconds.
    private static let fresh: StaticString =
        "SELECT count(*) FROM saga WHERE updated_at > now() - interval '11 seconds'"

    /// - Throws: ``NotRunning`` outside of a suite with this trait.
    static var current: WaybillSystem {
        get throws {
            guard let running else { throw NotRunning() }
            return running.system
        }
    }

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        try await WaybillSystem.with(settings: settings) { system in
            try await Self.$running.withValue(Running(system: system)) {
                try await DemoShop().open(in: system)
                try await function()
                try await system.waitForCount(0, in: .saga, Self.fresh, within: .seconds(180))
                try await system.auditByCommand()
            }
        }
    }
}

extension Trait where Self == SharedSystem {
    /// - Parameter settings: environment variables of all services and of the operator's command.
    static func sharedSystem(_ settings: [String: String] = [:]) -> SharedSystem { SharedSystem(settings: settings) }
}
