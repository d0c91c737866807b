import Contracts
import FoundationEssentials
import Messaging
import Testing
import WireJSON

@testable import Notifications

@Suite("Milestones become notifications")
struct HandlerTests {
    @Test("once per milestone and order or parcel, whatever the message's id")
    func once() throws {
        var rows = try NotificationsFixture.rows()
        var effects: [EffectRequest] = []
        for _ in 0..<100 { effects += try NotificationsFixture.handle(NotificationsFixture.reached(.shipped), &rows) }
        effects += try NotificationsFixture.handle(NotificationsFixture.reached(.shipped, aggregate: UUID()), &rows)
        effects += try NotificationsFixture.handle(NotificationsFixture.reached(.delivered), &rows)
        #expect(effects.count == 3 && rows.notifications.rows.count == 3)
        #expect(effects[0].key == "email/shipped/\(NotificationsFixture.parcelID.text)" && effects[0].kind == "email")
        let mail = try OutgoingMail.parse(effects[0].request)
        #expect(mail.recipient == "ayse@example.com" && mail.language == .turkish)
        #expect(rows.notifications.rows.map(\.messageID).contains(mail.messageID))
        #expect(mail.messageID.hasSuffix("@cayevi.example>"))
    }

    @Test("that are not sent, and seen as such, where there is no address")
    func noAddress() throws {
        for email in [nil, "", " \n"] as [String?] {
            var rows = try NotificationsFixture.rows()
            let order = NotificationsFixture.order(email: email)
            let message = NotificationsFixture.reached(.received, order: order)
            #expect(try NotificationsFixture.handle(message, &rows).isEmpty)
            #expect(rows.notifications.rows.map(\.state) == [.noAddress])
        }
    }

    @Test("that end sent or refused, once")
    func ends() throws {
        let refusal = Reason(code: "recipient_refused", message: "550 no such user")
        for (answer, refused, state) in [
            (Array("{}".utf8), nil, MilestoneNotification.State.sent), (nil, refusal, .refused),
        ] as [([UInt8]?, Reason?, MilestoneNotification.State)] {
            var rows = try NotificationsFixture.rows()
            let effects = try NotificationsFixture.handle(NotificationsFixture.reached(.received), &rows)
            let effect = try #require(effects.first)
            var report = EffectReport(
                key: effect.key, request: effect.request, answer: answer, refusal: refused, command: effect.command)
            try NotificationsFixture.finish(report, &rows)
            #expect(rows.notifications.rows.map(\.state) == [state])
            #expect(rows.notifications.rows.first?.reason == refused)
            // What comes later says nothing new.
            report.answer = refused == nil ? nil : Array("{}".utf8)
            report.refusal = refused == nil ? refusal : nil
            try NotificationsFixture.finish(report, &rows)
            #expect(rows.notifications.rows.map(\.state) == [state])
            #expect(rows.notifications.rows.map(\.version) == [2])
        }
    }

    @Test("unless there are no words for them: then an operator is asked")
    func unknown() throws {
        var rows = try NotificationsFixture.rows()
        let error = #expect(throws: HandlerError.self) {
            try NotificationsFixture.handle(NotificationsFixture.reached(Milestone(rawValue: "never_heard_of")), &rows)
        }
        #expect(error?.code == "unknown_milestone" && error?.isRetriable == false)
        #expect(rows.notifications.rows.isEmpty)
    }

    @Test("with a subject that names the order and not the customer")
    func subjects() throws {
        for milestone in NotificationsFixture.milestones {
            var rows = try NotificationsFixture.rows()
            _ = try NotificationsFixture.handle(NotificationsFixture.reached(milestone), &rows)
            let subject = rows.notifications.rows.first?.subject
            #expect(subject?.contains("#1001") == true && subject?.contains("Ay") == false)
        }
    }
}
