import ChannelStandIns
import Contracts
import Foundation
import TestSupport
import Testing

/// What the merchant cancels on Waybill's side, and the channels are to be told: of some orders all, of some a line, of some
/// units of one.
struct OwnCancels {
    /// Amazon takes no cancels by its interface: each would wait for a person, who does it in Seller Central.
    private static let deaf: Set = ["amazon"]
    /// Hepsiburada cancels a line as a whole: units of one would wait for a person.
    private static let wholeLines: Set = ["hepsiburada"]

    /// Units that go on, by channel, order and line.
    private(set) var left: [String: [String: [String: Int]]] = [:]

    /// Chooses among orders that are paid and not cancelled, with a generator that nobody else draws from.
    /// - Returns: what is to be asked of the coordinator, by the orders' ids at the channel.
    mutating func choose(
        _ count: Int, of house: ChannelHouse, seed: UInt64
    ) async -> [(order: String, lines: [LineQuantity])] {
        guard !Self.deaf.contains(house.channel) else { return [] }
        var random = SeededGenerator(seed: ChannelHouse.seed(of: house.channel, from: seed &+ 12))
        let orders = await house.standIn.world.orders { $0.isPaid && $0.wanted > 0 && $0.shipped == 0 }
        let chosen = orders.sorted { $0.id < $1.id }.shuffled(using: &random).prefix(count)
        var cancels: [(order: String, lines: [LineQuantity])] = []
        for (index, order) in chosen.enumerated() {
            let lines = order.lines.filter { $0.wanted > 0 }
            var units = Dictionary(uniqueKeysWithValues: lines.map { ($0.id, $0.wanted) })
            let line = lines[Int.random(in: 0..<lines.count, using: &random)]
            let part = Int.random(in: 1...line.wanted, using: &random)
            let fewer = index % 3 == 1 || Self.wholeLines.contains(house.channel) ? line.wanted : part
            if index % 3 == 0 || fewer == order.wanted {
                cancels.append((order.id, []))
                units = [:]
            } else {
                cancels.append((order.id, [LineQuantity(lineID: line.id, quantity: fewer)]))
                units[line.id] = fewer < line.wanted ? line.wanted - fewer : nil
            }
            left[house.channel, default: [:]][order.id] = units
        }
        return cancels
    }

    /// In what a channel has not been told of them, or has been told of others: what it said itself, it need not hear.
    func differences(from world: Marketplace, at channel: String) -> [String] {
        let own = left[channel] ?? [:]
        var told: [String: [Int]] = [:]
        for (intent, count) in world.pushes.counts where intent.hasPrefix("cancellation/") {
            told[String(intent.split(separator: "/")[1]), default: []].append(count.carriedOut)
        }
        let others = Set(told.keys).subtracting(own.keys).sorted().map { "\($0) was cancelled there, and not by us" }
        return others
            + own.sorted { $0.key < $1.key }.compactMap { id, units in
                guard let order = world[id] else { return "\(id) is not there" }
                let theirs = Dictionary(uniqueKeysWithValues: order.lines.map { ($0.id, $0.wanted) })
                    .filter { $0.value > 0 && !order.isCancelled }
                guard theirs == units else { return "\(id): \(units) go on, and there \(theirs)" }
                let counts = told[id] ?? []
                return counts.contains(1) && counts.allSatisfy { $0 <= 1 } ? nil : "\(id) was told \(counts) times"
            }
    }
}

extension ChannelScenario {
    /// An operator cancels some orders of each channel before anything of them is sent.
    func cancelSome() async throws -> OwnCancels {
        var own = OwnCancels()
        var commands: [String: Posted] = [:]
        for house in houses {
            let chosen = await own.choose(max(3, size / 6), of: house, seed: seed)
            let known = try await ChannelTruth.read(house.channel, in: system).orders
            for (order, lines) in chosen {
                let cancel = CancelOrder(reason: "not to be had", actor: "test", lines: lines)
                let id = try #require(known[order]?.id)
                commands["\(house.channel) \(order)"] = .command(cancel, orderID: id)
            }
        }
        let answers = try await system.ask(Array(commands.values), of: .saga, for: CancelAnswered.self)
        for (order, command) in commands {
            let answer = try #require(answers[command.id])
            #expect(answer.accepted, "seed \(seed), \(order): \(answer)")
        }
        return own
    }
}
