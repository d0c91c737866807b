/// What a site has of an article: the sum of its ledger, kept beside it.
///
/// Units are `onHand` in the building, of which `reserved` belong to orders and `safety` are never promised; beside them
/// `quarantined` ones that nobody may have. The value also remembers how it differs from the row it was loaded from, because the row is changed by differences.
struct Balance: Hashable, Sendable {
    let key: StockKey
    private(set) var onHand: Int
    private(set) var reserved: Int
    /// Set aside; not part of what is on hand.
    private(set) var quarantined: Int
    /// Kept back at each site that stocks the article.
    private(set) var safety: Int
    /// Rises with each change; the sum over the sites is the version of the article's level.
    private(set) var version: Int64
    /// The version of the row that the changes are decided upon.
    let loadedVersion: Int64
    /// Whether a message to the shops is on its way, so that a row that changes often needs one only.
    var isAnnounced: Bool

    private(set) var onHandChange = 0
    private(set) var reservedChange = 0
    private(set) var quarantinedChange = 0
    /// What the row's write must leave untouched beside the reservations: the safety stock, except where the same batch
    /// also took goods away by a count or raised the safety stock after a promise. Those are true, and never refused
    /// for a promise that was good when it was made.
    private(set) var withheld: Int

    init(
        key: StockKey, onHand: Int = 0, reserved: Int = 0, quarantined: Int = 0, safety: Int = 0, version: Int64 = 0,
        isAnnounced: Bool = false
    ) {
        self.key = key
        self.onHand = onHand
        self.reserved = reserved
        self.quarantined = quarantined
        self.safety = safety
        self.version = version
        loadedVersion = version
        self.isAnnounced = isAnnounced
        withheld = safety
    }

    /// Available to promise (ATP): what may still be reserved here.
    var available: Int { max(0, onHand - reserved - safety) }

    /// Why a movement cannot be; nil when it can.
    func obstacle(onHand change: Int, reserved reservedChange: Int = 0, quarantined aside: Int = 0) -> StockObstacle? {
        if quarantined + aside < 0 { return .nothingQuarantined }
        let (onHand, reserved) = (onHand + change, reserved + reservedChange)
        if onHand < 0 { return .belowZero }
        if reserved < 0 { return .nothingReserved }
        return reserved > onHand ? .belowReserved : nil
    }

    /// Books a movement that ``obstacle(onHand:reserved:quarantined:)`` has nothing against.
    mutating func move(onHand change: Int, reserved reservedChange: Int, quarantined aside: Int = 0) {
        quarantined += aside
        quarantinedChange += aside
        onHand += change
        reserved += reservedChange
        onHandChange += change
        self.reservedChange += reservedChange
        version += 1
        if reservedChange <= 0, change < reservedChange { withheld = 0 }
    }

    /// Changes the safety stock, whatever is reserved already.
    mutating func keepBack(_ units: Int) {
        guard units != safety else { return }
        safety = units
        version += 1
        withheld = min(withheld, units)
    }
}

/// What stands against a movement of stock.
enum StockObstacle: String, Sendable {
    /// More would be taken than there is.
    case belowZero = "below_zero"
    /// What is left would not cover what is reserved.
    case belowReserved = "below_reserved"
    /// More would be released or consumed than is reserved.
    case nothingReserved = "nothing_reserved"
    /// More would be taken out of quarantine than is there.
    case nothingQuarantined = "nothing_quarantined"
}
