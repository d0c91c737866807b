import Foundation
import AMQP
import Postgres

/// The real database and broker that `./deploy/test` starts, named by environment variables.
package enum TestEnvironment {
    /// The patience of a machine on which many tests make and drop databases and virtual hosts side by side.
    private static let patience = Duration.seconds(180)

    package static func database() throws -> PostgresConfiguration {
        var configuration = try PostgresConfiguration(url: try variable("WAYBILL_TEST_POSTGRES"))
        configuration.connectTimeout = patience
        configuration.statementTimeout = patience
        configuration.lockTimeout = patience
        configuration.idleInTransactionTimeout = patience
        configuration.tcpUserTimeout = patience
        return configuration
    }

    package static func broker() throws -> AMQPConfiguration {
        var configuration = try AMQPConfiguration(url: try variable("WAYBILL_TEST_AMQP"))
        configuration.connectTimeout = patience
        configuration.rpcTimeout = patience
        return configuration
    }

    package static func management() throws -> URLComponents {
        let text = try variable("WAYBILL_TEST_AMQP_MANAGEMENT")
        guard let components = URLComponents(string: text) else {
            throw MissingVariable(description: "WAYBILL_TEST_AMQP_MANAGEMENT is not a URL")
        }
        return components
    }

    /// Recorded payloads to test against; nil where there are none, and the test says that it skips.
    package static var cases: String? { ProcessInfo.processInfo.environment["WAYBILL_CASES"] }

    /// The interpreter that has the packages of deploy/test-requirements.txt.
    package static var python: String { ProcessInfo.processInfo.environment["WAYBILL_TEST_PYTHON"] ?? "python3" }

    private static func variable(_ name: String) throws -> String {
        guard let value = ProcessInfo.processInfo.environment[name] else {
            throw MissingVariable(description: "\(name) is not set: run the tests with ./deploy/test")
        }
        return value
    }

    struct MissingVariable: Error, CustomStringConvertible {
        let description: String
    }
}
