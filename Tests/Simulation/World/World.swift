import Contracts
import FoundationEssentials
import Inventory
import Messaging
import WireJSON

/// All of Waybill in one process and one thread, in virtual time: the services on a model of database and broker, with a
/// storefront, a payment provider, a carrier and a mail server around them.
final class World {
    static let start: Int64 = 1_772_000_000_000_000

    let scenario: Scenario
    let chance: Chance
    let faults: Faults
    var agenda = Agenda()
    private(set) var now = World.start
    var broker = BrokerModel()
    let house: House
    let outside: Outside
    let shop: Storefronts
    let people: People
    /// What was found to be wrong, at a quiet point or at once.
    private(set) var violations: [String] = []
    /// Every message that a sender committed, and the services that it is for.
    var sent: [(id: UUID, type: MessageType, owners: [ServiceName])] = []
    /// SKU -> units that sites did not find, and units that they found damaged.
    private(set) var missing: [String: Int] = [:]
    private(set) var damaged: [String: Int] = [:]
    private var noted: Set<UUID> = []
    /// Order -> how often a site could not send what it was to.
    private(set) var shortages: [UUID: Int] = [:]
    /// Something was committed since the last quiet point.
    var isDirty = false
    private(set) var steps = 0
    private(set) var quietPoints = 0
    /// Order -> the version up to which its log was replayed.
    var replayed: [UUID: Int64] = [:]
    var trace: ((String) -> Void)?
    /// Whether the trace says what messages say.
    var tracesData = false

    init(_ scenario: Scenario) throws {
        self.scenario = scenario
        chance = Chance(seed: scenario.seed)
        faults = Faults(chance, only: scenario.faults)
        house = try House(chance: chance)
        outside = Outside()
        shop = Storefronts(scenario)
        people = People(scenario)
        if scenario.mutation == .checkThenInsert { house.inventory.change { $0.isGuarded = false } }
    }

    /// What a floor has said of its bins, once.
    func note(_ message: ReceivedMessage) {
        guard message.type == SiteShort.type, let short = try? SiteShort.parse(message.envelope.data),
            noted.insert(message.id).inserted
        else { return }
        shortages[message.orderID, default: 0] += 1
        guard short.isCount else { return }
        for line in short.lines {
            let units = line.requested - line.available
            if short.damaged { damaged[line.sku, default: 0] += units } else { missing[line.sku, default: 0] += units }
        }
    }

    /// SKU -> units set aside by those who work there.
    var setAside: [String: Int] { people.clerk.aside.merging(damaged) { $0 + $1 } }

    func violate(_ what: @autoclosure () -> String) {
        guard violations.count < 20 else { return }
        violations.append(what())
    }

    func has(_ mutation: Mutation) -> Bool { scenario.mutation == mutation }

    func plan(in delay: Int64, isTimer: Bool = false, _ action: @escaping (World) -> Void) {
        agenda.plan(at: now + max(0, delay), isTimer: isTimer, action)
    }

    func clock(of service: SimulatedService) -> Timestamp { Timestamp(microseconds: now + service.skew) }

    /// Opens the shop, lets the orders come, and goes on until nothing more will happen or something is wrong.
    func run() {
        faults.isOver = true
        shop.open(in: self)
        people.clerk.open(in: self)
        advance()
        faults.isOver = false
        shop.begin(in: self)
        people.clerk.begin(in: self)
        plan(in: 6 * 86_400_000_000, isTimer: true) { $0.people.operators.replayWebhooks(in: $0) }
        planClockJumps()
        plan(in: Self.storm, isTimer: true) { $0.faults.isOver = true }
        advance()
        if violations.isEmpty { Check.atTheEnd(self) }
    }

    /// How long faults strike.
    private static let storm: Int64 = 4 * 86_400 * 1_000_000
    /// What goes on then are reminders of what waits for a person, week after week; every deadline is long past.
    private static let horizon: Int64 = 400 * 86_400 * 1_000_000
    private static let mostSteps = 100_000

    private func advance() {
        while violations.isEmpty {
            if agenda.busy == 0, isDirty {
                isDirty = false
                quietPoints += 1
                Check.atRest(self)
                if !violations.isEmpty { return }
            }
            guard let next = agenda.next(), next.at < World.start + Self.horizon else { return }
            now = max(now, next.at)
            steps += 1
            next.action(self)
            if steps > Self.mostSteps { violate("A6: the system does not come to rest") }
        }
    }

    private func planClockJumps() {
        for turn in 0..<4 {
            let service = house.all[Int(chance.bits(.clock, 1, turn) % UInt64(house.all.count))]
            plan(in: chance.int(0...(2 * 3600 * 1_000_000), .clock, 2, turn)) { world in
                guard world.faults.strikes(.clockJump, service.name.rawValue, UInt64(turn)) else { return }
                world.jump(service, by: world.chance.int(-600...14_400, .clock, 3, turn) * 1_000_000)
            }
        }
    }

    private func jump(_ service: SimulatedService, by difference: Int64) {
        service.skew += difference
        trace?("clock of \(service.name.rawValue) jumps by \(difference / 1_000_000) s")
        guard difference > 0 else { return }
        for (key, timer) in service.timers.sorted(by: { $0.key < $1.key }) {
            plan(in: max(1, timer.due - now - service.skew), isTimer: true) { $0.ring(service, key, timer.id) }
        }
    }
}
