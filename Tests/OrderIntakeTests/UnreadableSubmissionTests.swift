import Contracts
import FoundationEssentials
import Messaging
import Testing
import WireJSON

@testable import OrderIntake

@Suite("A submission that is no envelope")
struct UnreadableSubmissionTests {
    private func answer(_ text: String, routingKey: String = "orders.web.main") throws -> SubmissionRejected? {
        let cause = Envelope(
            id: .v5("bytes"), source: "/test", type: "waybill.intake.unreadable.v1", time: Orders.now,
            data: Array("{}".utf8))
        var out = Outcome(cause: cause, service: .intake, now: Orders.now)
        let context = HandlerContext(envelope: cause, origin: .init(routingKey: routingKey), now: Orders.now)
        UnreadableSubmission.answer(context, Array(text.utf8), &out)
        return try out.messages.first.map { try SubmissionRejected.parse($0.envelope.data) }
    }

    @Test("is refused under the sender's own ids, with everything that is wrong with envelope and order")
    func everything() throws {
        let answer = try #require(
            try answer(
                #"""
                {"specversion": "1.0", "id": "order-7", "type": "waybill.intake.order.submit.v1", "time": "noon",
                 "data": {"order": {"externalId": "A-7", "channel": "web", "shop": "main", "currency": "EUR"}}}
                """#))
        #expect(answer.submissionID == "order-7")
        #expect(answer.externalID == "A-7")
        let found = Set(answer.reasons.map { "\($0.code) \($0.path ?? "")" })
        #expect(
            found.isSuperset(of: ["missing $.source", "invalid_value $.time", "missing $.order.lines"]), "\(found)")
    }

    @Test("that is not JSON is refused with the place, under an id that a repeat has too")
    func noJSON() throws {
        let answer = try #require(try answer(#"{"id": "order-7","#))
        #expect(answer.reasons.map(\.code) == ["invalid_json"])
        #expect(answer.submissionID == UUID.v5("bytes").text)
    }

    @Test("that nobody signed with a routing key is answered to nobody")
    func nobody() throws {
        #expect(try answer("{}", routingKey: "intake.order.submit") == nil)
    }
}
