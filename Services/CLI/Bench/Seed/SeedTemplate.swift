import Contracts
import FoundationEssentials

/// One order that the system has really carried, taken apart: what is the same in every copy, and what is the order's own.
struct SeedTemplate: Sendable {
    /// A piece of a row.
    enum Part: Sendable {
        case same(Range<Int>)
        /// By its place in ``ids``.
        case id(Int)
        /// Seconds since 1970, and the byte between day and time.
        case time(Int64, UInt8)
        /// The shop's id of the order.
        case name
        /// A carrier's number, by the parcel's place among those of the order.
        case tracking(Int)
        /// 16 bytes in hexadecimal.
        case digest(UInt64)
    }

    /// A table's rows of the order, with their newlines.
    struct Rows: Sendable {
        var text: [UInt8] = []
        var parts: [Part] = []
    }

    let orderID: UUID
    let externalID: [UInt8]
    /// The second in which it came in.
    let second: Int64
    /// All ids that its rows speak of, in any schema: the same id gets the same other one everywhere.
    private(set) var ids: [SeedID] = []
    /// How those are made that are made of the order's id; by their places in ``ids``.
    private(set) var derivations: [Int: SeedDerivation] = [:]
    /// By the place of the table.
    private(set) var rows: [Rows]
    private var trackingNumbers: [ArraySlice<UInt8>] = []
    private var places: [UUID: Int] = [:]
    private let derivable: [UUID: SeedDerivation]

    init(orderID: UUID, externalID: String, second: Int64, sites: [String], tables: Int) {
        self.orderID = orderID
        self.externalID = Array(externalID.utf8)
        self.second = second
        rows = Array(repeating: Rows(), count: tables)
        derivable = Dictionary(SeedDerivation.all(of: orderID, sites: sites)) { first, _ in first }
    }

    private mutating func place(of id: UUID) -> Int {
        if let place = places[id] { return place }
        places[id] = ids.count
        derivations[ids.count] = derivable[id]
        ids.append(SeedID(id))
        return ids.count - 1
    }

    mutating func add(row: ArraySlice<UInt8>, ofTable table: Int) {
        var start = row.startIndex
        var index = row.startIndex
        while index < row.endIndex {
            guard let (part, length) = token(in: row, at: index) else {
                index += 1
                continue
            }
            addText(row[start..<index], to: table)
            rows[table].parts.append(part)
            index += length
            start = index
        }
        addText(row[start...], to: table)
        addText([0x0A], to: table)
    }

    private mutating func addText(_ text: ArraySlice<UInt8>, to table: Int) {
        guard !text.isEmpty else { return }
        let start = rows[table].text.count
        rows[table].text += text
        if case .same(let range)? = rows[table].parts.last, range.upperBound == start {
            rows[table].parts[rows[table].parts.count - 1] = .same(range.lowerBound..<rows[table].text.count)
        } else {
            rows[table].parts.append(.same(start..<rows[table].text.count))
        }
    }

    private mutating func token(in row: ArraySlice<UInt8>, at index: Int) -> (Part, Int)? {
        let rest = row[index...]
        switch row[index] {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"):
            if let id = SeedText.id(at: rest) { return (.id(place(of: id)), 36) }
            if let time = SeedText.time(at: rest) { return (.time(time.seconds, time.separator), 19) }
        case UInt8(ascii: "\\"):
            if let digest = SeedText.digest(at: rest) { return (.digest(digest), 35) }
        case UInt8(ascii: "W"):
            if let number = SeedText.trackingNumber(at: rest) {
                let place = trackingNumbers.firstIndex(of: number) ?? trackingNumbers.count
                if place == trackingNumbers.count { trackingNumbers.append(number) }
                return (.tracking(place), number.count)
            }
        default: break
        }
        // A number that is longer is another order's.
        if row[index] == externalID.first, rest.starts(with: externalID),
            !SeedText.isDigit(rest.dropFirst(externalID.count).first)
        {
            return (.name, externalID.count)
        }
        return nil
    }
}
