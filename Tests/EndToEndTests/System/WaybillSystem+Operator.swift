import Contracts
import Foundation
import TestSupport
import Testing
import WireJSON

/// What an operator types.
extension WaybillSystem {
    /// Runs the operator's command, and reads its JSON as the message that it prints.
    /// - Parameter allowing: exit statuses that are no failure; 1 is a refusal.
    func waybill<Answer: JSONDecodable>(
        _ arguments: [String], as _: Answer.Type, allowing: Set<Int32> = [0]
    ) throws -> Answer {
        try Answer.parse(Array(run("waybill", arguments + ["--json"], allowing: allowing).utf8))
    }

    /// Runs the operator's command, and reads its JSON as a program would.
    func waybill<Answer: Decodable>(_ arguments: [String], reading _: Answer.Type) throws -> Answer {
        try JSONDecoder().decode(Answer.self, from: Data(run("waybill", arguments + ["--json"]).utf8))
    }

    func show(_ order: Order) throws -> OrderView {
        try waybill(["show", order.externalID], reading: OrderView.self)
    }

    /// Waits until what the coordinator knows of an order is as it should be.
    /// - Returns: what `waybill show` says then.
    @discardableResult
    func expect(
        _ order: Order, is headline: String, within deadline: Duration = .seconds(180),
        _ condition: (OrderView) -> Bool = { _ in true }
    ) async throws -> OrderView {
        try await expect(headline, of: order, within: deadline)
        var view = try show(order)
        do {
            try await waitUntil("order \(order.externalID) is as expected", within: deadline, every: .milliseconds(300))
            {
                view = try self.show(order)
                return view.status == headline && condition(view)
            }
        } catch is WaitedTooLong {
            Issue.record("order \(order.externalID) is not as expected: \(view)")
        }
        return view
    }

    /// What a site has of an article: on hand, reserved, in quarantine.
    func stock(_ sku: String, at site: String) throws -> Balance {
        let balances = try waybill(["stock", "list", sku], reading: [Balance].self)
        return balances.first { $0.site == site } ?? Balance(site: site, onHand: 0, reserved: 0, quarantined: 0)
    }

    struct Balance: Decodable, Equatable {
        var site: String
        var onHand: Int
        var reserved: Int
        var quarantined: Int
    }
}
