import AMQP
import Foundation
import TestSupport
import Testing

/// The broker that `WAYBILL_TEST_AMQP` and `WAYBILL_TEST_AMQP_MANAGEMENT` name.
enum TestBroker {
    private static let environment = ProcessInfo.processInfo.environment
    static let isConfigured = ["WAYBILL_TEST_AMQP", "WAYBILL_TEST_AMQP_MANAGEMENT"].allSatisfy {
        environment[$0] != nil
    }

    static func configuration() throws -> AMQPConfiguration {
        try TestEnvironment.broker()
    }

    /// Runs `body` with a virtual host that is gone afterwards.
    static func withVirtualHost<Result>(
        _ body: (TestVirtualHost) async throws -> Result
    ) async throws -> Result {
        var configuration = try configuration()
        configuration.vhost = "amqp-tests-\(UUID().uuidString.prefix(13))"
        configuration.connectionName = "test-\(UUID().uuidString.prefix(13))"
        let host = TestVirtualHost(configuration: configuration)
        try await request("PUT", "vhosts/\(host.name)")
        let user = configuration.user
        try await request(
            "PUT", "permissions/\(host.name)/\(user)", body: #"{"configure":".*","write":".*","read":".*"}"#)
        do {
            try await host.administrator.connect()
            let result = try await body(host)
            await host.administrator.close()
            try await request("DELETE", "vhosts/\(host.name)")
            return result
        } catch {
            await host.administrator.close()
            try await request("DELETE", "vhosts/\(host.name)")
            throw error
        }
    }

    @discardableResult
    static func request(_ method: String, _ path: String, body: String? = nil) async throws -> Data {
        try await TestSupport.TestBroker.request(method, path, body: body)
    }
}

struct TestVirtualHost: Sendable {
    let configuration: AMQPConfiguration
    let administrator: AMQPAdministrator

    init(configuration: AMQPConfiguration) {
        self.configuration = configuration
        administrator = AMQPAdministrator(configuration: configuration)
    }

    var name: String { configuration.vhost }

    /// The same broker and virtual host under another connection name.
    func configuration(named name: String) -> AMQPConfiguration {
        var configuration = configuration
        configuration.connectionName = "\(configuration.connectionName)-\(name)"
        return configuration
    }

    func declareQuorumQueue(_ name: String, more: [String: HeaderValue] = [:]) async throws {
        try await administrator.declareQueue(
            name, arguments: more.merging(["x-queue-type": "quorum"]) { mine, _ in mine })
    }

    /// Takes everything out of a queue that nobody consumes any more, and counts. (The broker's own count lags behind,
    /// the messages of a consumer that is gone come back a moment later.)
    func countAtRest(_ queue: String) async throws -> Int {
        try await waitUntil("nobody consumes") {
            try await administrator.declareQueue(queue, passive: true).consumerCount == 0
        }
        var count = 0
        while try await administrator.get(queue) != nil { count += 1 }
        return count
    }

    /// Closes the connections of that name from the broker's side, as an operator would.
    func closeConnections(named configuration: AMQPConfiguration) async throws {
        struct Connection: Decodable {
            struct Properties: Decodable { var connection_name: String? }
            var name: String
            var client_properties: Properties
        }
        try await waitUntil("the management API lists \(configuration.connectionName)") {
            let listed = try JSONDecoder().decode(
                [Connection].self, from: await TestBroker.request("GET", "vhosts/\(self.name)/connections"))
            let ours = listed.filter { $0.client_properties.connection_name == configuration.connectionName }
            for connection in ours {
                let path = try #require(connection.name.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
                try await TestBroker.request("DELETE", "connections/\(path)")
            }
            return !ours.isEmpty
        }
    }
}
