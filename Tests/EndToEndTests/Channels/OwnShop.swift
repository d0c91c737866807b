import AMQP
import ChannelStandIns
import Contracts
import Foundation
import TestSupport
import Testing
import WireJSON

/// The eighth channel: a shop of one's own. It hands orders over by HTTP and by queue, asks for cancels and changes by queue,
/// and knows of what became of them what its own queues say.
final class OwnShop {
    private static let secret = "hush of the scenario's own shop"

    let name: String
    private let account: StorefrontAccount
    private let address: String
    private let articles: [StockKeepingUnit]
    private var random: SeededGenerator
    private var ids: [String] = []
    /// What its customers want now, by order and line.
    private var wanted: [String: [String: Int]] = [:]
    private var hearing = OwnShopHearing()

    /// - Parameter port: of order-intake.
    init(_ account: StorefrontAccount, articles: [StockKeepingUnit], port: Int, seed: UInt64) {
        self.account = account
        self.articles = articles
        name = account.storefront.shop
        address = "http://127.0.0.1:\(port)"
        random = SeededGenerator(seed: seed)
    }

    /// What an operator sets up.
    var setUp: UpsertShop {
        UpsertShop(channel: account.storefront.channel, shop: account.storefront.shop, webhookSecrets: [Self.secret])
    }

    var report: String { "\(account.storefront.sender): \(ids.count) orders, \(hearing.answers.count) answers" }

    /// One order of one to three lines, by HTTP or by queue; one in ten is handed over twice.
    func order() async throws {
        let number = ids.count + 1
        let lines = articles.map(\.sku).shuffled(using: &random).prefix(Int.random(in: 1...3, using: &random))
            .map { (sku: $0, quantity: Int.random(in: 1...4, using: &random)) }
        var order = DemoShop().order(number, state: .authorised, lines: lines)
        order.channel = account.storefront.channel
        order.shop = name
        let isDoubled = Int.random(in: 0..<10, using: &random) == 0
        ids.append(order.externalID)
        wanted[order.externalID] = Dictionary(uniqueKeysWithValues: order.lines.map { ($0.id, $0.quantity) })
        let submission = SubmitOrder(order: order)
        if Bool.random(using: &random) {
            let first = try await post(submission.jsonBytes, key: "order-\(number)")
            #expect(first.status == 201, "\(first.text)")
            guard isDoubled else { return }
            // Its answer was lost on the way.
            let again = try await post(submission.jsonBytes, key: "order-\(number)")
            #expect(again.status == 201 && again.text == first.text)
        } else {
            let message = Posted.submission(submission, channel: account.storefront.channel, shop: name)
            try await send(isDoubled ? [message, message] : [message])
        }
    }

    /// A customer changes their mind: of the whole, of units, or of how many.
    func deed() async throws {
        guard let id = ids.randomElement(using: &random), let lines = wanted[id], !lines.isEmpty,
            let line = lines.sorted(by: { $0.key < $1.key }).randomElement(using: &random)
        else { return }
        let fewer = Int.random(in: 1...line.value, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0:
            wanted[id] = [:]
            try await ask(CancelSubmitted(externalID: id, reason: "customer"))
        case 1:
            take(fewer, of: line.key, from: id)
            let units = [LineQuantity(lineID: line.key, quantity: fewer)]
            try await ask(CancelSubmitted(externalID: id, lines: units, reason: "customer"))
        default:
            // Down to nothing it is a cancel.
            guard line.value > 1 else { return }
            let left = line.value - min(fewer, line.value - 1)
            take(line.value - left, of: line.key, from: id)
            let units = [LineQuantity(lineID: line.key, quantity: left)]
            try await ask(ChangeSubmitted(externalID: id, lines: units, reason: "customer"))
        }
    }

    private func take(_ units: Int, of line: String, from id: String) {
        let left = (wanted[id]?[line] ?? 0) - units
        wanted[id]?[line] = left > 0 ? left : nil
    }

    /// Reads its queues to their ends.
    func listen() async throws {
        var heard = hearing
        try await account.withBroker { broker in
            for queue in account.storefront.queues {
                while let delivery = try await broker.get(queue) { try heard.take(delivery.body) }
            }
        }
        hearing = heard
    }

    /// In what its wishes, what it heard and what Waybill has differ.
    func differences(_ truth: ChannelTruth) async throws -> [String] {
        try await listen()
        return hearing.refusals
            + ids.compactMap { id in
                let want = wanted[id] ?? [:]
                guard let known = truth.orders[id] else { return "\(id) is not known" }
                let ours = known.live.filter { $0.value > 0 }
                guard ours == want else { return "\(id): wanted are \(want), we have \(ours)" }
                // What nobody cancelled of is no news.
                let told = hearing.remaining[id] ?? [:]
                let wrong = told.filter { $0.value != want[$0.key] ?? 0 }
                guard wrong.isEmpty else { return "\(id): heard was that \(wrong) go on, \(want) do" }
                let isOver = hearing.status[id] == HeadlineStatus.cancelled
                return isOver == want.isEmpty ? nil : "\(id): heard was \(hearing.status[id]?.rawValue ?? "nothing")"
            }
    }

    /// In what it heard of parcels differs from what was sent.
    func differencesInShipments(_ truth: ChannelTruth) async throws -> [String] {
        try await listen()
        return ids.filter { wanted[$0]?.isEmpty == false }.compactMap { id in
            guard let known = truth.orders[id] else { return "\(id) is not known" }
            let (sent, want) = (known.sent.filter { $0.value > 0 }, wanted[id] ?? [:])
            guard sent == want else { return "\(id): \(want) are wanted, \(sent) left" }
            let heard = hearing.numbers[id] ?? []
            return heard == known.trackingNumbers ? nil : "\(id): heard were \(heard), sent \(known.trackingNumbers)"
        }
    }

    /// Of what is wanted all is paid, and of the rest nothing.
    func differencesInMoney(_ truth: ChannelTruth) -> [String] {
        ids.compactMap { id in
            let units = (wanted[id] ?? [:]).values.reduce(0, +)
            let due: Int64 = units == 0 ? 0 : Int64(units) * 1000 + 500
            let ours = truth.orders[id]?.kept ?? 0
            return ours == due ? nil : "\(id): \(due) are due, \(ours) were kept"
        }
    }

    /// The newest level of each article that it was told.
    func levels() async throws -> [String: Int] {
        try await listen()
        return hearing.levels.mapValues(\.available)
    }

    private func ask(_ command: some Command) async throws {
        try await send([Posted.submission(command, channel: account.storefront.channel, shop: name)])
    }

    private func send(_ messages: [Posted]) async throws {
        try await account.withBroker { try await $0.publishAndConfirm(messages.map(\.outbound)) }
    }

    private func post(_ body: [UInt8], key: String) async throws -> (status: Int, text: String) {
        let moment = String(Int(Date().timeIntervalSince1970))
        let signature = Signing.hmac(Array("\(key).\(moment).".utf8) + body, secret: Self.secret)
        return try await HTTP.post(
            try #require(URL(string: address + "/v1/orders")), body: body,
            headers: [
                "Content-Type": "application/json", "Idempotency-Key": key,
                "Waybill-Shop": account.storefront.sender, "webhook-timestamp": moment,
                "webhook-signature": "v1,\(signature)",
            ], patience: 30)
    }
}
