import Contracts
import FoundationEssentials
import Messaging

/// One reservation in hand: holds units for it, gives them back, lets them wait, and says what came of it.
struct ReservationChange {
    private(set) var reservation: Reservation
    private let context: HandlerContext
    /// Lines that neither are covered nor wait.
    private(set) var short: [ShortLine] = []
    private(set) var waiting: [ShortLine] = []
    private(set) var hasNewAllocations = false

    init(_ reservation: Reservation, _ context: HandlerContext) {
        self.reservation = reservation
        self.context = context
    }

    mutating func update(_ body: (inout Reservation) -> Void) { body(&reservation) }

    // MARK: Holding

    /// Holds what is covered of the lines, lets the rest wait or go as its policy says, and keeps why.
    /// - Parameters:
    ///   - covered: of each line, as ``Coverage`` says of the candidates.
    mutating func place(
        _ lines: [OrderedLine], _ covered: [Int], from candidates: [Candidate], _ rows: inout InventoryRows,
        _ out: inout Outcome
    ) {
        let demands = zip(lines, covered).flatMap { $1 > 0 ? $0.first($1).demands : [] }
        let decision = Allocator(demands, to: reservation.destination, from: candidates).decide()
        // What is covered can be allocated: the allocation has the same stock before it.
        guard case .allocated(let shares) = decision.outcome else { return }
        reservation.explanation =
            demands.isEmpty
            ? Allocator(lines.flatMap(\.demands), to: reservation.destination, from: candidates).decide().explanation
            : decision.explanation
        var pool = Dictionary(grouping: shares, by: \.lineID)
        let round = reservation.round + 1
        for (line, covered) in zip(lines, covered) {
            let isHeldBack = reservation.backorders.contains { $0.lineID == line.lineID && $0.isWhole }
            let isTold = !isHeldBack && (covered == line.quantity || line.policy != .backorder)
            if covered > 0 {
                let placed = line.first(covered)
                let own = placed.take(from: &pool[line.lineID, default: []])
                hold(placed.reserved(own, round: isTold ? round : 0), &rows, &out)
            }
            if covered < line.quantity {
                leaveOut(line, covered, isHeldBack: isHeldBack, &rows, &out)
            } else if !isTold, line.wasTold {
                // All of it is held, but for a line that has to wait for the rest.
                waiting.append(
                    ShortLine(lineID: line.lineID, sku: line.sku, requested: line.units, available: 0))
            }
        }
        if reservation.lines.contains(where: { $0.round == round }) { adopt(round) }
    }

    /// Holds more of what waits, as much as is covered; tells of it when nothing of the line waits that is sent whole.
    mutating func fill(
        _ index: Int, _ line: OrderedLine, _ covered: Int, from candidates: [Candidate], _ rows: inout InventoryRows,
        _ out: inout Outcome
    ) {
        let filled = line.first(covered)
        let decision = Allocator(filled.demands, to: reservation.destination, from: candidates).decide()
        guard covered > 0, case .allocated(let shares) = decision.outcome else { return }
        let round = reservation.round + 1
        hold(filled.reserved(shares, round: line.policy == .backorder ? 0 : round), &rows, &out)
        reservation.explanation = decision.explanation
        reservation.backorders[index].quantity -= covered
        reservation.backorders[index].units -= filled.units
        rows.count(-covered, waitingFor: line.sku)
        if reservation.backorders[index].quantity == 0 { reservation.backorders.remove(at: index) }
        if line.policy != .backorder { adopt(round) }
        tellComplete(line.lineID)
    }

    /// Gives what was held back of a line to an allocation, once nothing of it waits.
    mutating func tellComplete(_ lineID: String) {
        guard !reservation.backorders.contains(where: { $0.lineID == lineID && $0.isWhole }) else { return }
        let held = reservation.lines.indices.filter {
            reservation.lines[$0].lineID == lineID && reservation.lines[$0].round == 0
                && reservation.lines[$0].wanted > 0
        }
        guard !held.isEmpty else { return }
        let round = hasNewAllocations ? reservation.round : reservation.round + 1
        for index in held { reservation.lines[index].round = round }
        adopt(round)
    }

    private mutating func adopt(_ round: Int) {
        reservation.round = round
        hasNewAllocations = true
    }

    private mutating func hold(_ lines: [ReservedLine], _ rows: inout InventoryRows, _ out: inout Outcome) {
        for line in lines {
            reservation.lines.append(line)
            book(.reserve, line.key, reserved: line.quantity, &rows, &out)
        }
    }

    private mutating func leaveOut(
        _ line: OrderedLine, _ covered: Int, isHeldBack: Bool, _ rows: inout InventoryRows, _ out: inout Outcome
    ) {
        let rest = line.quantity - covered
        // A component of a kit that is missing makes whole kits wait, whoever counts their units.
        let units = max(line.units - line.first(covered).units, (rest + line.perUnit - 1) / line.perUnit)
        let isWhole = isHeldBack || line.policy == .backorder
        let requested = max(units, line.units)
        let answer = ShortLine(
            lineID: line.lineID, sku: line.sku, requested: requested, available: isWhole ? 0 : requested - units)
        guard isHeldBack || line.waits else { return short.append(answer) }
        if line.wasTold { waiting.append(answer) }
        if let index = reservation.backorders.firstIndex(where: { $0.lineID == line.lineID && $0.sku == line.sku }) {
            reservation.backorders[index].quantity += rest
            reservation.backorders[index].units += units
        } else {
            let days = rows.articles[line.sku]?.leadDays ?? 0
            reservation.backorders.append(
                Backorder(
                    lineID: line.lineID, sku: line.sku, quantity: rest, units: units, perUnit: line.perUnit,
                    isWhole: isWhole, promisedAt: days > 0 ? context.now + .seconds(86_400 * days) : nil))
        }
        rows.count(rest, waitingFor: line.sku)
        // For goods whose first receipt was committed while this was decided, and could not see it waiting.
        FillBackorders(sku: line.sku).scheduleLater(&out)
    }

    // MARK: Giving back

    /// Takes units from a line back to the stock.
    /// - Parameter keeping: whether they were picked, and stay unavailable until they are put back.
    mutating func giveBack(
        _ count: Int, at index: Int, keeping: Int = 0, _ rows: inout InventoryRows, _ out: inout Outcome
    ) {
        let free = count - keeping
        reservation.lines[index].kept += keeping
        reservation.lines[index].released += free
        if free > 0 { book(.release, reservation.lines[index].key, reserved: -free, &rows, &out) }
    }

    /// Units that were kept lie in their bins again, or are gone.
    mutating func endKeeping(_ count: Int, at index: Int, _ rows: inout InventoryRows, _ out: inout Outcome) {
        reservation.lines[index].kept -= count
        reservation.lines[index].released += count
        book(.release, reservation.lines[index].key, reserved: -count, &rows, &out)
    }

    /// Takes back what waits of a line.
    mutating func stopWaiting(_ count: Int, at index: Int, _ rows: inout InventoryRows) {
        let backorder = reservation.backorders[index]
        reservation.backorders[index].units -= backorder.units * count / backorder.quantity
        reservation.backorders[index].quantity -= count
        rows.count(-count, waitingFor: backorder.sku)
        if reservation.backorders[index].quantity == 0 { reservation.backorders.remove(at: index) }
    }

    private func book(
        _ kind: StockMovement.Kind, _ key: StockKey, reserved: Int, _ rows: inout InventoryRows, _ out: inout Outcome
    ) {
        rows.book(
            StockMovement(
                key: key, kind: kind, onHand: 0, reserved: reserved, reference: reservation.id.text,
                orderID: reservation.orderID, messageID: context.envelope.id), &out)
    }

    // MARK: Saying

    /// Says what is new: allocations, what waits, what is short.
    /// - Parameters:
    ///   - command: what it answers; nil for the command that the reservation remembers.
    ///   - withdrawn: what the reservation lost by it.
    mutating func tell(
        answering command: CommandReference?, withdrawn: [WithdrawnUnits] = [], _ rows: inout InventoryRows,
        _ out: inout Outcome
    ) {
        var lost = WithdrawnShare(withdrawn)
        let id = reservation.id
        if hasNewAllocations {
            let round = reservation.round
            let allocations = rows.allocations(of: reservation, rounds: round...round)
            say(
                StockReserved(reservationID: id, allocations: allocations, withdrawn: lost.take(for: allocations)),
                answering: command, &out)
        }
        let promisedAt = reservation.backorders.compactMap(\.promisedAt).max()
        if !waiting.isEmpty {
            let isAll = short.isEmpty
            say(
                StockBackordered(
                    reservationID: id, lines: waiting, promisedAt: promisedAt,
                    withdrawn: isAll ? lost.takeAll() : lost.take(for: waiting)), answering: command, &out)
        }
        if !short.isEmpty {
            say(
                StockShort(reservationID: id, lines: short, withdrawn: lost.takeAll()), answering: command, &out)
        }
    }

    /// Says one thing of the reservation under its next version; nothing of one that the coordinator has not asked for.
    mutating func say<Fact: Event>(_ fact: Fact, answering command: CommandReference?, _ out: inout Outcome) {
        reservation.version += 1
        if reservation.history.isAwaited { return }
        let kept =
            reservation.command
            ?? CommandReference(id: reservation.id, orderID: reservation.orderID, step: "reserve")
        out.reply(
            fact, to: command ?? kept, sequence: reservation.version,
            ordinal: command == nil ? Int(reservation.version) : 0)
    }

    /// Puts the reservation back with the state that its units have.
    mutating func save(ifNothingIsHeld nothing: Reservation.State, _ rows: inout InventoryRows) {
        reservation.state = reservation.state(ifNothingIsHeld: nothing)
        rows.reservations[reservation.id] = reservation
    }
}
