import ChannelStandIns
import Contracts
import FoundationEssentials

/// A shop on each of the seven channels, whose other sides listen in this process. They are asked for nothing, only told.
struct BenchChannels: Sendable {
    struct Channel: Sendable {
        let standIn: ChannelStandIn
        let setup: MerchantSetup

        var name: String { setup.dialect.channel }
    }

    static let shop = "bench"

    let channels: [Channel]
    private let session: OperatorSession

    /// Lets them listen and opens their shops for as long as `body` runs.
    /// - Parameter credentials: the folder that order-intake reads keys from.
    static func with<Result: Sendable>(
        _ articles: [StockKeepingUnit], credentials: String, in session: OperatorSession,
        _ body: (BenchChannels) async throws -> Result
    ) async throws -> Result {
        let standIns = Dialects.all.map { ChannelStandIn($0, seed: 1) }
        return try await StandInServer.withAll(standIns) { servers in
            let channels = zip(standIns, servers).map { standIn, server in
                Channel(
                    standIn: standIn, setup: MerchantSetup(standIn.dialect, address: server.address, shop: shop))
            }
            let all = BenchChannels(channels: channels, session: session)
            let result: Result
            do {
                try await all.open(articles, credentials)
                result = try await body(all)
            } catch {
                // Nobody will answer there any more.
                try? await all.say(isOpen: false)
                throw error
            }
            try await all.say(isOpen: false)
            // While somebody still answers.
            try await BenchRest(session: session).wait()
            return result
        }
    }

    private func open(_ articles: [StockKeepingUnit], _ credentials: String) async throws {
        let folder = URL(filePath: credentials)
        for channel in channels {
            do {
                try channel.setup.writeCredentials(to: folder)
            } catch {
                throw OperatorError(
                    "\(credentials) cannot be written to: \(error)",
                    advice: "It is order-intake's folder of keys, its setting intake.credentials.")
            }
            await channel.standIn.act { world in
                for (index, article) in articles.enumerated() {
                    world.sell(
                        Article(
                            sku: article.sku, barcode: article.barcode ?? article.sku, id: "\(90_000 + index)",
                            // No level that it will be told: what it has afterwards, it was told.
                            stock: -1, price: 1000))
                }
            }
        }
        try await say(isOpen: true)
    }

    private func say(isOpen: Bool) async throws {
        for channel in channels {
            let command = channel.setup.upsert(pollEvery: 0, isOpen: isOpen)
            _ = try await session.reply(ShopChanged.self, to: try await session.send(command))
        }
    }

    /// What each channel was told so far.
    func told() async -> [String: [PushLog.StockPush]] {
        var told: [String: [PushLog.StockPush]] = [:]
        for channel in channels { told[channel.name] = await channel.standIn.world.pushes.stock }
        return told
    }

    /// Calls of any kind, and how many of them went beyond a limit.
    func calls() async -> [String: (all: Int, refused: Int)] {
        var calls: [String: (all: Int, refused: Int)] = [:]
        for channel in channels {
            let made = await channel.standIn.calls
            calls[channel.name] = (made.count, made.count { $0.isTooMany })
        }
        return calls
    }

    /// How many of the levels the channels do not have as they are.
    func differences(from levels: [String: Int]) async -> [String: Int] {
        var differences: [String: Int] = [:]
        for channel in channels {
            let articles = await channel.standIn.world.articles
            let count = levels.count { articles[$0.key]?.stock != $0.value }
            if count > 0 { differences[channel.name] = count }
        }
        return differences
    }
}
