import Contracts
import Foundation
import TestSupport
import Testing

/// What `waybill return list ORDER --json` says of one.
struct ReturnView: Decodable {
    var returnId: String
    var state: String
    var origin: String
    var given: Int
}

extension WaybillSystem {
    func returns(of order: Order) throws -> [ReturnView] {
        try waybill(["return", "list", order.externalID], reading: [ReturnView].self)
    }

    /// Waits until the newest return of an order is in a state.
    @discardableResult
    func expectReturn(
        of order: Order, in state: String, within deadline: Duration = .seconds(60)
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
