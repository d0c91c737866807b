import Contracts
import Foundation
import Postgres
import TestSupport
import Testing

/// What `waybill return list ORDER --json` says of one.
struct ReturnView: Decodable {
    var returnId: String
    var state: String
    var origin: String
    var given: Int
    /// Why somebody should look at it.
    var reason: String?
}

extension WaybillSystem {
    func returns(of order: Order) throws -> [ReturnView] {
        try waybill(["return", "list", order.externalID], reading: [ReturnView].self)
    }

    /// Waits until the newest return of an order is in a state.
    @discardableResult
    func expectReturn(
        of order: Order, in state: String, within deadline: Duration = .seconds(180)
    ) async throws -> ReturnView {
        var views: [ReturnView] = []
        try await waitUntil(
            "a return of \(order.externalID) is \(state)", within: deadline, every: .milliseconds(150)
        ) {
            views = try self.returns(of: order)
            return views.first?.state == state
        }
        return try #require(views.first)
    }

    /// Waits until the newest return of an order says why somebody should look at it.
    func expectReminder(_ reason: String, of order: Order) async throws {
        try await waitUntil("the return of \(order.externalID) is \(reason)", every: .milliseconds(150)) {
            try self.returns(of: order).first?.reason == reason
        }
    }

    /// Puts a new version of the return policy in force, as the README of returns tells operators to.
    /// - Parameter rules: members of `return_policy` with their SQL; what is not named is as version 1 has it.
    func introducePolicy(_ rules: [String: String]) async throws {
        let names = rules.keys.sorted()
        let members = (["version", "effective_from", "window_days", "actor"] + names).joined(separator: ", ")
        let values = (["max(version) + 1", "now()", "30", "'deniz'"] + names.compactMap { rules[$0] })
        try await database.withConnection(schema: ServiceName.returns.schema) { connection in
            try await connection.execute(
                script: """
                    INSERT INTO return_policy (\(members)) SELECT \(values.joined(separator: ", ")) FROM return_policy
                    """)
        }
    }

    /// Asks for a return as an operator, and reads what was answered.
    func requestReturn(of order: Order, _ options: String...) throws -> ReturnAnswered {
        try waybill(["return", "request", order.externalID] + options, as: ReturnAnswered.self, allowing: [0, 1])
    }

    func receive(_ back: ReturnView, at site: String, _ lines: String...) throws {
        try run(
            "waybill", ["return", "receive", back.returnId, "--site", site] + lines.flatMap { ["--line", $0] })
    }

    func inspect(_ back: ReturnView, _ disposition: String, _ lines: String...) throws {
        try run(
            "waybill",
            ["return", "inspect", back.returnId, "--disposition", disposition] + lines.flatMap { ["--line", $0] })
    }
}
