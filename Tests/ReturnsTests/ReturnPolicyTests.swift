import Contracts
import FoundationEssentials
import Messaging
import Testing

@testable import Returns

@Suite("The rules of returning")
struct ReturnPolicyTests {
    private let tea = [ParcelLine(lineID: "1", sku: "TEA-100", quantity: 3)]

    private func run(_ policy: ReturnPolicy = ReturnsFixture.policy) throws -> ReturnsRun {
        var run = ReturnsRun(ReturnsFixture.paidOrder(), policy: policy)
        try run.deliver(tea)
        return run
    }

    private func one(_ reason: String = "changed_mind", condition: String? = nil) -> [ReturnLine] {
        [ReturnLine(lineID: "1", quantity: 1, reason: reason, condition: condition)]
    }

    @Test("On day 30 it can come back, on day 31 it cannot, and the policy's version is kept and named")
    func window() throws {
        var run = try run()
        run.now = ReturnsFixture.deliveredAt + .seconds(86_400 * 30)
        let answer = try run.request(one())
        #expect(answer.accepted && run.rma(answer.returnID)?.policyVersion == 1)
        run.now = run.now + .seconds(1)
        let late = try run.request(one())
        #expect(!late.accepted && late.reason?.code == "window_closed" && late.reason?.path == "$.lines[0]")
        #expect(late.reason?.message.contains("version 1") == true)
    }

    @Test("A category has its own window and fee; the longest prefix counts; the shop's fault costs nothing")
    func categories() throws {
        var policy = ReturnsFixture.policy
        policy.categories = [
            .init(skuPrefix: "T", windowDays: 0, restockingFee: 0),
            .init(skuPrefix: "TEA-", windowDays: 2, restockingFee: 1000),
        ]
        policy.returnShipping = ["EUR": 490]
        var run = try run(policy)
        run.now = ReturnsFixture.deliveredAt + .seconds(86_400 * 2)
        let quote = try run.request(one(), isPreview: true)
        #expect(quote.accepted && quote.isPreview && quote.returnID == nil)
        // A third of 3990 and of 990 of shipping, less 10 % of the goods and the label.
        #expect(quote.fees == 133 + 490 && quote.refund == 1330 + 330 - 623)
        #expect(try run.request(one("damaged"), isPreview: true).refund == 1660)
        #expect(run.rows.returns.rows.isEmpty, "a preview changes nothing")
        run.now = run.now + .seconds(1)
        #expect(try run.request(one()).reason?.code == "window_closed")
    }

    @Test("What is not in a condition that is taken back is refused, at its place")
    func condition() throws {
        var policy = ReturnsFixture.policy
        policy.conditions = ["unopened"]
        var run = try run(policy)
        let answer = try run.request(one(condition: "opened"))
        #expect(answer.reason?.code == "condition_refused" && answer.reason?.path == "$.lines[0].condition")
        #expect(try run.request(one(condition: "unopened")).accepted)
    }

    @Test("Shipping stays with the shop where the policy says so")
    func charges() throws {
        var policy = ReturnsFixture.policy
        policy.refundsCharges = false
        var run = try run(policy)
        let all = [ReturnLine(lineID: "1", quantity: 3, reason: "too_big")]
        #expect(try run.request(all, isPreview: true).refund == 3990)
    }

    @Test("Only what was delivered and has not come back can be chosen, and each mistake has its code and place")
    func returnable() throws {
        var run = try run()
        for (lines, code) in [
            ([ReturnLine(lineID: "2", quantity: 1, reason: "x")], "not_delivered"),
            ([ReturnLine(lineID: "1", quantity: 0, reason: "x")], "invalid_quantity"),
            ([ReturnLine(lineID: "1", quantity: 4, reason: "x")], "already_returned"), ([], "no_lines"),
            (one() + one(), "line_twice"),
        ] { #expect(try run.request(lines).reason?.code == code) }
        let first = try run.request([ReturnLine(lineID: "1", quantity: 2, reason: "x")])
        #expect(try run.request([ReturnLine(lineID: "1", quantity: 2, reason: "x")]).reason?.code == "already_returned")
        try run.take(
            CancelReturnHandler.self, CancelReturn(returnID: #require(first.returnID), actor: "ada", reason: "kept"))
        #expect(try run.request([ReturnLine(lineID: "1", quantity: 3, reason: "x")]).accepted)
    }

    @Test("Without automatic approval a person decides, and a declined return gives its units back")
    func approval() throws {
        var policy = ReturnsFixture.policy
        policy.isAutomatic = false
        var run = try run(policy)
        let asked = try run.request(one())
        #expect(asked.state == .requested)
        #expect(try run.all(BuyReturnLabel.self).isEmpty)
        let id = try #require(asked.returnID)
        try run.take(DeclineReturnHandler.self, DeclineReturn(returnID: id, actor: "ada", reason: "worn"))
        #expect(run.rma(id)?.state == .declined && run.rma(id)?.units.map(\.bucket) == [.delivered])
        try run.take(ApproveReturnHandler.self, ApproveReturn(returnID: id, actor: "ada"))
        #expect(try run.answer().reason?.code == "return_is_not_requested")
        #expect(try run.request([ReturnLine(lineID: "1", quantity: 3, reason: "x")]).accepted)
    }
}
