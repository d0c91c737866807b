import Foundation
import WireJSON

/// RabbitMQ's management API, for what AMQP itself cannot do: users, rights, policies, and looking at all queues.
struct ManagementAPI: Sendable {
    private let address: String
    private let authorisation: String
    let vhost: String

    init(address: String, user: String, password: String, vhost: String) {
        self.address = address.hasSuffix("/") ? String(address.dropLast()) : address
        authorisation = "Basic " + Data("\(user):\(password)".utf8).base64EncodedString()
        self.vhost = vhost
    }

    /// The virtual host as a part of a path.
    var pathOfHost: String { Self.escaped(vhost) }

    static func escaped(_ name: String) -> String {
        name.addingPercentEncoding(withAllowedCharacters: .alphanumerics.union(CharacterSet(charactersIn: "-._~")))
            ?? name
    }

    /// - Returns: nil when there is no such thing.
    func find(_ path: String) async throws -> JSONNode? {
        let answer = try await send("GET", path)
        if answer.status == 404 { return nil }
        return try json(of: answer, path)
    }

    func get(_ path: String) async throws -> JSONNode {
        try json(of: try await send("GET", path), path)
    }

    func post(_ path: String, _ body: [UInt8]) async throws {
        try check(try await send("POST", path, body), path)
    }

    private func send(_ method: String, _ path: String, _ body: [UInt8]? = nil) async throws -> HTTPExchange {
        try await HTTPExchange.send(
            method, "\(address)/api/\(path)",
            headers: ["Authorization": authorisation, "Content-Type": "application/json"], body: body)
    }

    private func json(of answer: HTTPExchange, _ path: String) throws -> JSONNode {
        try check(answer, path)
        return try JSONDocument(parsing: answer.body, limits: JSONLimits(maximumBytes: 64 << 20)).root
    }

    private func check(_ answer: HTTPExchange, _ path: String) throws {
        if [401, 403].contains(answer.status) {
            throw OperatorError(
                "the management API does not allow this user \(path)",
                advice: """
                    topology, shop add and demo need the broker's administrator: ./deploy/waybill runs them as such, and \
                    with containers it is: docker compose run --rm admin ...
                    """)
        }
        guard (200..<300).contains(answer.status) else {
            let text = String(decoding: answer.body.prefix(500), as: UTF8.self)
            throw OperatorError("the management API answers \(answer.status) to \(path): \(text)")
        }
    }
}
