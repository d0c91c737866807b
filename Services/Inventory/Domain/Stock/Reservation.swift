import Contracts
import FoundationEssentials

/// Units held for one order, over all sites.
struct Reservation: Hashable, Sendable {
    enum State: String, Sendable {
        /// The catalogue does not know an article yet.
        case waiting
        case reserved
        /// Some units wait for goods; the others are held.
        case backordered
        /// The stock did not cover it; nothing is held.
        case short
        /// Given back, except for picked units that are on their way to their bins.
        case puttingBack = "putting_back"
        /// Given back; also the tombstone of one that was never made.
        case released
        /// Given back because nobody paid in time.
        case expired
        /// All of it is with the carriers.
        case consumed

        /// Nothing is held for it any more, whatever comes.
        var isOver: Bool {
            switch self {
            case .puttingBack, .released, .expired, .consumed: true
            case .waiting, .reserved, .backordered, .short: false
            }
        }
    }

    let id: UUID
    let orderID: UUID
    var state: State
    /// Rises with each change, and goes out with each answer.
    var version: Int64
    var lines: [ReservedLine] = []
    /// What waits for goods.
    var backorders: [Backorder] = [] {
        didSet { hasWaited = hasWaited || !oldValue.isEmpty || !backorders.isEmpty }
    }
    /// Whether anything of it waited since it was loaded: the others need no look at the queue when they are saved.
    private(set) var hasWaited = false
    /// Of the newest allocations.
    var round = 0
    /// Why these sites.
    var explanation: AllocationExplanation?
    /// Why it was released.
    var reason: String?
    /// The parcels that were taken out of it, so that one that is told twice counts once.
    var parcels: [UUID] = []
    var isExpress = false
    /// What sites are chosen by when something is allocated anew.
    var destination = Destination(nil)
    /// What news of it answers that no command asked for.
    var command: CommandReference?
    var history = ReservationHistory()
    /// Who came first.
    let createdAt: Timestamp

    init(id: UUID, orderID: UUID, state: State, version: Int64 = 0, createdAt: Timestamp) {
        self.id = id
        self.orderID = orderID
        self.state = state
        self.version = version
        self.createdAt = createdAt
    }

    /// Whether nothing but its units, and with them its state and version, differs: what it was made for is the same.
    func keepsItsTerms(since earlier: Reservation) -> Bool {
        explanation == earlier.explanation && reason == earlier.reason && isExpress == earlier.isExpress
            && destination == earlier.destination && command == earlier.command && round == earlier.round
            && history == earlier.history
    }

    var isOpen: Bool { lines.contains { $0.open > 0 } }

    /// What its units say; the state in which nothing is held and nothing waits is for the caller to name.
    func state(ifNothingIsHeld nothing: State) -> State {
        if !backorders.isEmpty { return .backordered }
        if lines.contains(where: { $0.wanted > 0 }) { return .reserved }
        if isOpen { return .puttingBack }
        return lines.contains { $0.consumed > 0 } ? .consumed : nothing
    }

    /// What waits, in units of the order lines: of a line that is sent whole, also what is held for it already.
    var waitingLines: [ShortLine] {
        backorders.map { backorder in
            let held = lines.reduce(0) { sum, line in
                let isHeldBack = backorder.isWhole && line.lineID == backorder.lineID && line.round == 0
                return isHeldBack && line.wanted > 0 ? sum + line.unitsLeft : sum
            }
            return ShortLine(
                lineID: backorder.lineID, sku: backorder.sku, requested: backorder.units + held, available: 0)
        }
    }

    /// Which allocation told of the line; nil while none has.
    func allocationID(of line: ReservedLine) -> UUID? {
        line.round == 0 ? nil : .v5("allocation/\(id.text)/\(line.key.site)/\(line.round)")
    }

    /// The order of the queue: express before the others, then who came first.
    static func isServedBefore(_ left: Reservation, _ right: Reservation) -> Bool {
        if left.isExpress != right.isExpress { return left.isExpress }
        return left.createdAt == right.createdAt ? left.id.text < right.id.text : left.createdAt < right.createdAt
    }
}
