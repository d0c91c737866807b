import Contracts
import FoundationEssentials
import WireJSON

/// Books goods in, counts, sets aside, and closes a site for some hours.
final class StockClerk {
    private let chance: Chance
    let closesSite: Bool
    /// Reference -> what it changes, until it is booked.
    private var asked: [String: (sku: String, quantity: Int, aside: Int)] = [:]
    /// SKU -> units that were booked in or out, quarantine counted as in.
    private(set) var booked: [String: Int] = [:]
    /// SKU -> units in quarantine.
    private(set) var aside: [String: Int] = [:]

    init(_ chance: Chance) {
        self.chance = chance
        closesSite = chance.unit(.stock, 1, 21) < 0.25
    }

    /// Before anything goes wrong.
    func open(in world: World) {
        let bins = Assortment.sites.flatMap { site in
            Assortment.stocked.map { BinAssignment(site: site, sku: $0, bin: "A-\($0)") }
        }
        world.send(
            UpsertCatalogue(articles: Assortment.articles, sites: Assortment.sites(chance), bins: bins), "catalogue")
        world.plan(in: 1_000_000) { world in
            for site in Assortment.sites {
                for sku in Assortment.stocked {
                    self.book(
                        "receive", "DN-1/\(site)/\(sku)", site, sku, Assortment.stock(of: sku, self.chance), world)
                }
            }
        }
    }

    func begin(in world: World) {
        let second: Int64 = 1_000_000
        func draw(_ turn: Int) -> Double { chance.unit(.stock, 1, turn) }
        func site(_ turn: Int) -> String { Assortment.sites[Int(chance.bits(.stock, 2, turn) % 2)] }
        // What is waited for comes in twice: too little, then enough.
        for (turn, sku) in [Assortment.awaited, Assortment.divided].enumerated() {
            for (delivery, quantity) in [3, 80].enumerated() {
                let moment = chance.int(600...86_400, .stock, sku.identity, delivery) * second * Int64(delivery + 1)
                world.plan(in: moment, isTimer: true) {
                    self.book("receive", "DN-\(2 + delivery)/\(sku)", site(turn), sku, quantity, $0)
                }
            }
        }
        for turn in 0..<4 where draw(turn) < 0.5 {
            let sku = Assortment.stocked[Int(chance.bits(.stock, 3, turn) % UInt64(Assortment.stocked.count))]
            // What is hardly there may be in somebody's hands: a count that misses it is wrong, and no test of ours.
            let most: Int64 = Assortment.limited.contains(sku) ? 0 : -2
            let change = Int(chance.int(most...2, .stock, 4, turn))
            guard change != 0 else { continue }
            world.plan(in: chance.int(1...20_000, .stock, 5, turn) * second, isTimer: true) {
                self.book("adjust", "count-\(turn)", site(10 + turn), sku, change, $0)
            }
        }
        if draw(20) < 0.4 { setAside(at: site(20), in: world) }
        if closesSite { close(site(21), in: world) }
    }

    private func setAside(at site: String, in world: World) {
        let sku = Assortment.ample[0]
        let movements = [("quarantine", 3), ("unquarantine", 1), ("write_off", 1)]
        for (turn, (kind, quantity)) in movements.enumerated() {
            world.plan(in: chance.int(1...3600, .stock, 6, turn) * 1_000_000, isTimer: true) {
                self.book(kind, "aside-\(turn)", site, sku, quantity, $0)
            }
        }
    }

    private func close(_ site: String, in world: World) {
        let closedAt = chance.int(1...2400, .stock, 7) * 1_000_000
        let openedAt = closedAt + chance.int(600...40_000, .stock, 8) * 1_000_000
        world.plan(in: closedAt, isTimer: true) { world in
            world.send(UpsertCatalogue(sites: Assortment.sites(self.chance, closed: site)), "close")
        }
        world.plan(in: openedAt, isTimer: true) { world in
            world.send(UpsertCatalogue(sites: Assortment.sites(self.chance)), "reopen")
        }
    }

    private func book(
        _ kind: String, _ reference: String, _ site: String, _ sku: String, _ quantity: Int, _ world: World
    ) {
        let effect = kind == "receive" || kind == "adjust" ? quantity : kind == "write_off" ? -quantity : 0
        let aside = kind == "quarantine" ? quantity : kind == "unquarantine" || kind == "write_off" ? -quantity : 0
        asked[reference] = (sku, effect, aside)
        let movement = StockMovementRequest(site: site, sku: sku, quantity: quantity)
        world.send(
            BookStock(kind: kind, reference: reference, actor: "simulation", movements: [movement]),
            "book/\(reference)")
    }

    func hear(_ envelope: Envelope) throws {
        let answer = try StockBooked.parse(envelope.data)
        guard let change = asked.removeValue(forKey: answer.reference), answer.booked == 1 else { return }
        booked[change.sku, default: 0] += change.quantity
        aside[change.sku, default: 0] += change.aside
    }
}
