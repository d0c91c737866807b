import Foundation
import FoundationNetworking

/// What the tests need of HTTP.
package enum HTTP {
    package static func status(of url: URL) async throws -> Int {
        try await send(URLRequest(url: url, timeoutInterval: 10)).status
    }

    package static func get(_ url: URL) async throws -> (status: Int, text: String) {
        try await send(URLRequest(url: url, timeoutInterval: 180))
    }

    package static func post(
        _ url: URL, body: [UInt8], headers: [String: String], patience: Double = 180, method: String = "POST"
    ) async throws -> (status: Int, text: String) {
        var request = URLRequest(url: url, timeoutInterval: patience)
        request.httpMethod = method
        request.httpBody = Data(body)
        for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
        return try await send(request)
    }

    private static func send(_ request: URLRequest) async throws -> (status: Int, text: String) {
        let (data, response) = try await URLSession.shared.data(for: request)
        return ((response as? HTTPURLResponse)?.statusCode ?? 0, String(decoding: data, as: UTF8.self))
    }
}
