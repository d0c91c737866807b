import Contracts
import Messaging
import Postgres
import WireJSON

/// SQL of `return_policy` and `return_policy_category`: a handful of rows that are only ever added to.
enum ReturnPolicyTable {
    static let select = Statement(
        "return_policy_select",
        """
        SELECT version, effective_from, window_days, is_automatic, days_to_send, conditions, free_reasons,
               return_shipping, restocking_fee, refunds_charges, days_to_decide, undecided, days_in_transit, lost,
               days_to_inspect
        FROM return_policy ORDER BY version
        """)

    private static let selectCategories = Statement(
        "return_policy_category_select",
        """
        SELECT policy_version, sku_prefix, window_days, restocking_fee FROM return_policy_category
        ORDER BY policy_version, sku_prefix
        """)

    static func select(in transaction: inout Transaction) throws -> Ticket {
        try transaction.send(select)
    }

    static func selectCategories(in transaction: inout Transaction) throws -> Ticket {
        try transaction.send(selectCategories)
    }

    static func read(
        _ ticket: Ticket, _ categories: Ticket, in transaction: inout Transaction
    ) throws -> [ReturnPolicy] {
        var policies = try transaction.read(ticket).map { row in
            var policy = ReturnPolicy(
                version: try row.int(0), effectiveFrom: Timestamp(microseconds: try row.timestamp(1)),
                windowDays: try row.int(2))
            policy.isAutomatic = try row.bool(3)
            policy.daysToSend = try row.int(4)
            policy.conditions = try row.array(5, of: String.self)
            policy.freeReasons = try row.array(6, of: String.self)
            policy.returnShipping = try [String: Int64].parse(try row.json(7))
            policy.restockingFee = try row.int(8)
            policy.refundsCharges = try row.bool(9)
            policy.bounds.daysToDecide = try row.int(10)
            policy.bounds.undecided = ReturnBounds.Undecided(rawValue: try row.string(11)) ?? .approve
            policy.bounds.daysInTransit = try row.int(12)
            policy.bounds.lost = ReturnBounds.Lost(rawValue: try row.string(13)) ?? .refund
            policy.bounds.daysToInspect = try row.int(14)
            return policy
        }
        for row in try transaction.read(categories) {
            let version = try row.int(0)
            guard let index = policies.firstIndex(where: { $0.version == version }) else { continue }
            policies[index].categories.append(
                .init(
                    skuPrefix: try row.string(1), windowDays: try row.int(2), restockingFee: try row.int(3)))
        }
        return policies
    }
}
