/// Units of an order line at one site. Lines are only ever added to a reservation: what is allocated anew is another line.
struct ReservedLine: Hashable, Sendable {
    let lineID: String
    let key: StockKey
    /// Of the article.
    let quantity: Int
    /// Of the order line. A kit's are counted by its first component, and by the others as none.
    let units: Int
    /// Of the article in one unit of the order line; 1 except in kits.
    let perUnit: Int
    /// Which allocation it belongs to; 0 while it is held and nobody was told, because the line is to be sent whole.
    var round: Int
    /// Handed over to a carrier.
    var consumed: Int
    /// Given back.
    var released: Int
    /// No longer wanted, but picked: held until they are put back.
    var kept: Int

    init(
        lineID: String, key: StockKey, quantity: Int, units: Int? = nil, perUnit: Int = 1, round: Int = 1,
        consumed: Int = 0, released: Int = 0, kept: Int = 0
    ) {
        self.lineID = lineID
        self.key = key
        self.quantity = quantity
        self.units = units ?? quantity
        self.perUnit = perUnit
        self.round = round
        self.consumed = consumed
        self.released = released
        self.kept = kept
    }

    /// Still held.
    var open: Int { quantity - consumed - released }

    /// Held, and still wanted.
    var wanted: Int { open - kept }

    /// How many of the order line's units go with the next of the article that are taken from this line. Over all of them
    /// the parts add up to the whole.
    func units(withNext count: Int) -> Int {
        let gone = released + kept
        return units * (gone + count) / quantity - units * gone / quantity
    }

    /// Units of the order line that the line stands for now.
    var unitsLeft: Int { units - units * (released + kept) / quantity }
}
