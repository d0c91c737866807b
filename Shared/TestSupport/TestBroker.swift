import AMQP
import Contracts
import Foundation
import FoundationNetworking

/// A virtual host of a suite's own with the whole topology, gone when its tests are over.
package struct TestBroker: Sendable {
    package let configuration: AMQPConfiguration

    package static func with<Result>(_ body: (TestBroker) async throws -> Result) async throws -> Result {
        var configuration = try TestEnvironment.broker()
        configuration.vhost = "test-\(UUID().uuidString.lowercased().prefix(13))"
        let host = configuration.vhost
        try await request("PUT", "vhosts/\(host)")
        do {
            try await request(
                "PUT", "permissions/\(host)/\(configuration.user)",
                body: #"{"configure":".*","write":".*","read":".*"}"#)
            let definitions = Topology.waybill.definitions(virtualHost: host)
            try await request("POST", "definitions", body: String(decoding: definitions, as: UTF8.self))
            let result = try await body(TestBroker(configuration: configuration))
            try await request("DELETE", "vhosts/\(host)")
            return result
        } catch {
            try await request("DELETE", "vhosts/\(host)")
            throw error
        }
    }

    package func withAdministrator<Result>(
        _ body: (AMQPAdministrator) async throws -> Result
    ) async throws -> Result {
        let administrator = AMQPAdministrator(configuration: configuration)
        try await administrator.connect()
        do {
            let result = try await body(administrator)
            await administrator.close()
            return result
        } catch {
            await administrator.close()
            throw error
        }
    }

    /// Closes every connection to the virtual host from the broker's side, as an operator would.
    package func cutConnections() async throws {
        struct Connection: Decodable { var name: String }
        let listed = try JSONDecoder().decode(
            [Connection].self,
            from: try await Self.request("GET", "vhosts/\(configuration.vhost)/connections"))
        for connection in listed {
            guard let path = connection.name.addingPercentEncoding(withAllowedCharacters: .alphanumerics) else {
                continue
            }
            try await Self.request("DELETE", "connections/\(path)")
        }
    }

    /// Under load the broker's management answers what it cannot do in time with 500 and the like: then it is asked again, since
    /// whatever is asked here may be done twice. What is to go and is gone already is none the worse.
    @discardableResult
    package static func request(_ method: String, _ path: String, body: String? = nil) async throws -> Data {
        for _ in 0..<10 {
            do {
                return try await requestOnce(method, path, body: body)
            } catch let refused as Refused where refused.status >= 500 {
                try await Task.sleep(for: .seconds(1))
            } catch let refused as Refused where refused.status == 404 && method == "DELETE" {
                return Data()
            }
        }
        return try await requestOnce(method, path, body: body)
    }

    private static func requestOnce(_ method: String, _ path: String, body: String?) async throws -> Data {
        var components = try TestEnvironment.management()
        let credentials = "\(components.user ?? "guest"):\(components.password ?? "guest")"
        components.user = nil
        components.password = nil
        components.percentEncodedPath = "/api/" + path
        guard let url = components.url else { throw Refused(status: 0, description: "no URL for \(path)") }
        var request = URLRequest(url: url, timeoutInterval: 180)
        request.httpMethod = method
        request.httpBody = body.map { Data($0.utf8) }
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        request.setValue("Basic " + Data(credentials.utf8).base64EncodedString(), forHTTPHeaderField: "Authorization")
        let (data, response) = try await URLSession.shared.data(for: request)
        let status = (response as? HTTPURLResponse)?.statusCode ?? 0
        guard (200..<300).contains(status) else {
            throw Refused(
                status: status,
                description: "\(method) \(path): \(status) \(String(decoding: data, as: UTF8.self))")
        }
        return data
    }

    struct Refused: Error, CustomStringConvertible {
        let status: Int
        let description: String
    }
}
