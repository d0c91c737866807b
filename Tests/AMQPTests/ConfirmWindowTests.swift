import Testing

@testable import AMQP

@Suite("The confirm window")
struct ConfirmWindowTests {
    private func message(_ id: Int64, to key: String = "k", mandatory: Bool = true) -> Outbound {
        Outbound(
            id: id, exchange: "x", routingKey: key, mandatory: mandatory,
            properties: MessageProperties(messageID: "m\(id)"), body: [])
    }

    private func send(_ window: inout ConfirmWindow) -> [Int64] {
        var ids: [Int64] = []
        while let next = window.next() { ids.append(next.id) }
        return ids
    }

    @Test("lets only so many messages out and confirms the prefix of a multiple ack")
    func limit() {
        var window = ConfirmWindow(limit: 3)
        window.enqueue((1...5).map { message($0) })
        #expect(send(&window) == [1, 2, 3])
        window.acknowledge(tag: 2, multiple: true)
        #expect(window.takeSettlement()?.confirmed == [1, 2])
        #expect(send(&window) == [4, 5])
        window.acknowledge(tag: 5, multiple: false)
        window.acknowledge(tag: 5, multiple: false)
        #expect(window.takeSettlement()?.confirmed == [5])
        #expect(window.unsettledCount == 2)
        window.acknowledge(tag: 0, multiple: true)
        #expect(window.takeSettlement()?.confirmed == [3, 4])
        #expect(window.unsettledCount == 0)
    }

    @Test("sends what was refused again, before what is younger")
    func refused() {
        var window = ConfirmWindow(limit: 10)
        window.enqueue((1...4).map { message($0) })
        #expect(send(&window) == [1, 2, 3, 4])
        window.refuse(tag: 3, multiple: false)
        window.refuse(tag: 1, multiple: false)
        window.enqueue([message(5)])
        #expect(window.takeSettlement() == nil)
        #expect(send(&window) == [1, 3, 5])
        window.acknowledge(tag: 7, multiple: true)
        #expect(window.takeSettlement()?.confirmed == [2, 4, 1, 3, 5])
    }

    @Test("sends everything unsettled again in the first order when the connection is lost")
    func lost() {
        var window = ConfirmWindow(limit: 4)
        window.enqueue((1...6).map { message($0) })
        #expect(send(&window) == [1, 2, 3, 4])
        window.acknowledge(tag: 2, multiple: false)
        window.refuse(tag: 1, multiple: false)
        window.connectionLost()
        #expect(send(&window) == [1, 3, 4, 5])
        window.acknowledge(tag: 4, multiple: true)
        #expect(send(&window) == [6])
        #expect(window.unsettledCount == 1)
    }

    @Test(
        "reports what the broker gave back instead of confirming it, and forgets it when the connection is lost first")
    func returned() throws {
        var window = ConfirmWindow(limit: 10)
        window.enqueue([message(1), message(2, to: "nowhere"), message(2, to: "k")])
        _ = send(&window)
        let reason = ConfirmWindow.Reason(code: 312, text: "NO_ROUTE")
        let isKnown = window.markReturned(
            row: 2, exchange: "x", routingKey: "nowhere", messageID: "m2", reason: reason)
        #expect(isKnown)
        let isStrange = window.markReturned(
            row: 9, exchange: "x", routingKey: "nowhere", messageID: "m9", reason: reason)
        #expect(!isStrange)
        window.connectionLost()
        _ = send(&window)
        let isKnownAgain = window.markReturned(
            row: 2, exchange: "x", routingKey: "nowhere", messageID: "m2", reason: reason)
        #expect(isKnownAgain)
        window.acknowledge(tag: 3, multiple: true)
        let settled = window.takeSettlement()
        let settlement = try #require(settled)
        #expect(settlement.confirmed == [1, 2])
        #expect(settlement.returned.map(\.message.routingKey) == ["nowhere"])
        #expect(settlement.count == 3)
    }

    @Test("knows which of two that begin with the same envelope was given back")
    func returnedOfTwo() throws {
        var window = ConfirmWindow(limit: 10)
        window.enqueue(
            [7, 8, 9].map { (row: Int64) in
                var twin = message(1)
                twin.id = row
                return twin
            })
        _ = send(&window)
        let reason = ConfirmWindow.Reason(code: 312, text: "NO_ROUTE")
        let isKnown = window.markReturned(row: 8, exchange: "x", routingKey: "k", messageID: "m1", reason: reason)
        #expect(isKnown)
        let isOnlyOne = window.markReturned(row: 8, exchange: "x", routingKey: "k", messageID: "m1", reason: reason)
        #expect(!isOnlyOne)
        let namesNone = window.markReturned(row: nil, exchange: "x", routingKey: "k", messageID: "m1", reason: reason)
        #expect(namesNone)
        window.acknowledge(tag: 3, multiple: true)
        let settled = window.takeSettlement()
        let settlement = try #require(settled)
        #expect(settlement.confirmed == [9])
        #expect(settlement.returned.map(\.message.id) == [7, 8])
    }

    @Test("finds the message that makes the broker close the channel by sending the suspects one by one")
    func isolation() throws {
        var window = ConfirmWindow(limit: 10)
        window.enqueue((1...3).map { message($0) })
        #expect(send(&window) == [1, 2, 3])
        let reason = ConfirmWindow.Reason(code: 404, text: "no exchange")
        window.channelClosed(blamingPublish: reason)
        window.connectionLost()
        window.enqueue([message(4), message(5)])
        #expect(send(&window) == [1])
        window.acknowledge(tag: 1, multiple: false)
        #expect(send(&window) == [2])
        window.channelClosed(blamingPublish: reason)
        window.connectionLost()
        let settled = window.takeSettlement()
        let settlement = try #require(settled)
        #expect(settlement.confirmed == [1])
        #expect(settlement.returned.map(\.message.id) == [2])
        #expect(settlement.returned.map(\.reason.code) == [404])
        #expect(send(&window) == [3])
        window.acknowledge(tag: 1, multiple: false)
        #expect(send(&window) == [4, 5])
    }

    @Test("settles every message exactly once, whatever acks, nacks and lost connections come", arguments: 0..<200)
    func everythingOnce(seed: UInt64) {
        var random = SplitMix(state: seed)
        var window = ConfirmWindow(limit: Int.random(in: 1...8, using: &random))
        let total: Int64 = 40
        var enqueued: Int64 = 0
        var tags: UInt64 = 0
        var settled: [Int64] = []
        var lastSent: Int64 = 0
        var mayRepeat = false
        for _ in 0..<100_000 where settled.count < total {
            switch Int.random(in: 0..<6, using: &random) {
            case 0 where enqueued < total:
                enqueued += 1
                window.enqueue([message(enqueued)])
            case 1, 2:
                if let next = window.next() {
                    tags += 1
                    #expect(mayRepeat || next.id > lastSent, "seed \(seed): out of order without a reason")
                    lastSent = next.id
                }
            case 3:
                guard tags > 0 else { continue }
                window.acknowledge(
                    tag: UInt64.random(in: 1...tags, using: &random), multiple: Bool.random(using: &random))
            case 4:
                guard tags > 0, Int.random(in: 0..<4, using: &random) == 0 else { continue }
                window.refuse(tag: UInt64.random(in: 1...tags, using: &random), multiple: Bool.random(using: &random))
                mayRepeat = true
            default:
                guard Int.random(in: 0..<10, using: &random) == 0 else { continue }
                window.connectionLost()
                tags = 0
                mayRepeat = true
            }
            settled += window.takeSettlement()?.confirmed ?? []
            #expect(window.unsettledCount == Int(enqueued) - settled.count, "seed \(seed)")
        }
        #expect(settled.sorted() == Array(1...total), "seed \(seed)")
    }
}

struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
