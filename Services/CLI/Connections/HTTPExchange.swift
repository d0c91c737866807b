import Foundation
#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// One request and its answer.
struct HTTPExchange {
    var status: Int
    var body: [UInt8]

    static func send(
        _ method: String, _ address: String, headers: [String: String] = [:], body: [UInt8]? = nil,
        timeout: Duration = .seconds(30)
    ) async throws -> HTTPExchange {
        guard let url = URL(string: address) else { throw OperatorError("\(address) is not an address") }
        var request = URLRequest(url: url, timeoutInterval: TimeInterval(timeout.components.seconds))
        request.httpMethod = method
        for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
        request.httpBody = body.map { Data($0) }
        do {
            let (data, response) = try await URLSession.shared.data(for: request)
            guard let answer = response as? HTTPURLResponse else {
                throw OperatorError("\(address) does not speak HTTP")
            }
            return HTTPExchange(status: answer.statusCode, body: Array(data))
        } catch let error as URLError {
            throw OperatorError(
                "\(url.scheme ?? "http")://\(url.host ?? address) cannot be reached: \(error.localizedDescription)")
        }
    }
}
