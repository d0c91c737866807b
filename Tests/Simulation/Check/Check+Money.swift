import Contracts
import FoundationEssentials
import Messaging
import PaymentVerify
import Returns
import SagaCoordinator

extension Check {
    /// A3: the money of every ended order is what its goods cost, to the minor unit: by the coordinator's sums, the payment
    /// service's, and the provider's own.
    static func money(_ world: World) {
        let accounts = Dictionary(world.house.payment.memory.accounts.map { ($0.orderID, $0) }) { $1 }
        let returns = Dictionary(grouping: world.house.returns.memory.returns.rows.values, by: \.orderID)
        for saga in world.house.saga.memory.sagas.rows.values.sorted(by: { $0.id.text < $1.id.text })
        where saga.phase.isFinal {
            let money = saga.money
            let text =
                "authorised \(money.authorised), captured \(money.captured), voided \(money.voided), refunded \(money.refunded)"
            if saga.phase == .closed {
                let given = settled(returns[saga.id] ?? [], of: saga, world)
                if let cost = cost(of: saga), money.captured - money.refunded != cost - given {
                    world.violate(
                        "A3: order \(name(saga)) is closed, cost \(cost), of which \(given) went back for returns: \(text)"
                    )
                }
            } else if money.captured != money.refunded || money.authorised != money.voided + money.refunded {
                world.violate("A3: order \(name(saga)) is \(saga.phase.rawValue) and money is kept: \(text)")
            }
            // A courier's cash is known to the coordinator alone.
            guard let account = accounts[saga.id], saga.order?.payment.method != .cashOnDelivery else { continue }
            if account.authorised != money.authorised || account.captured != money.captured
                || account.voided != money.voided || account.refunded != money.refunded
            {
                world.violate(
                    "A3: order \(name(saga)): the coordinator says \(text); payment says authorised \(account.authorised), captured \(account.captured), voided \(account.voided), refunded \(account.refunded)"
                )
            }
        }
    }

    /// What the units that were not cancelled come to; what was to be paid at a door that nobody opened is not.
    /// - Returns: nil when a person has decided of the money.
    private static func cost(of saga: OrderSaga) -> Int64? {
        guard let order = saga.order else { return nil }
        if order.payment.method == .cashOnDelivery {
            return saga.fulfilments.reduce(0) { $0 + ($1.isStopped || $1.collected == nil ? 0 : $1.share ?? 0) }
                + (saga.providedShare ?? 0)
        }
        return saga.due
    }

    /// What the returns of an order came to as money, held against the units that were kept of them.
    private static func settled(_ returns: [RMA], of saga: OrderSaga, _ world: World) -> Int64 {
        guard let order = saga.order else { return 0 }
        let shares = LineShare.shares(of: order)
        var accepted: [String: Int] = [:]
        for rma in returns where rma.details.isPaidFor {
            for line in rma.lines { accepted[line.lineID, default: 0] += line.orderedUnits(in: line.accepted) }
        }
        let due = shares.reduce(Int64(0)) { sum, share in
            let units = accepted[share.lineID, default: 0]
            return sum + LineShare.part(of: share.goods, first: units, of: share.quantity)
                + LineShare.part(of: share.charges, first: units, of: share.quantity)
        }
        let given = returns.flatMap(\.settlements).filter { $0.state == .done }
        let sum = given.reduce(Int64(0)) { $0 + $1.amount }
        if sum != due {
            world.violate("A3: the returns of order \(name(saga)) came to \(sum), their units are worth \(due)")
        }
        let credits = returns.flatMap { rma in rma.settlements.filter { $0.kind == .storeCredit && $0.state == .done } }
        for credit in credits where world.house.returns.memory.credits[credit.id]?.amount != credit.amount {
            world.violate("A3: \(credit.amount) of store credit for order \(name(saga)) are not in the ledger")
        }
        return given.reduce(0) { $0 + ($1.kind == .refund ? $1.amount : 0) }
    }
}
