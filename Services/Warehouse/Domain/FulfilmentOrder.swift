import Contracts
import FoundationEssentials

/// What one site sends of one order.
package struct FulfilmentOrder: Hashable, Sendable {
    package enum State: String, Sendable {
        case released, picking, picked, packed
        case handedOver = "handed_over"
        case short, cancelled
    }

    package var id: UUID
    package var orderID: UUID
    package var reservationID: UUID
    package var number: String
    package var site: String
    package var floor: FloorKind
    package var isExpress: Bool
    package var state: State
    package var worker: String?
    /// The command that released it; what the floor comes to is the reply.
    package var command: CommandReference
    package var parcel: Parcel?
    package var tracking: ParcelTracking?
    /// What the site was last short of, as it was told.
    package var shortage: SiteShort?
    /// How often a parcel was closed: one that is opened again for a cancel becomes another parcel.
    package var packings = 0
    package var version: Int64 = 1
    /// In bin order, which is the order of the walk.
    package var lines: [FulfilmentLine]

    package init(_ request: FulfilOrder, for command: CommandReference) {
        id = request.fulfilmentOrderID
        orderID = command.orderID
        reservationID = request.reservationID
        number = request.number
        site = request.allocation.site
        floor = request.allocation.floor
        isExpress = request.isExpress
        state = .released
        self.command = command
        lines = request.allocation.lines.map(FulfilmentLine.init).sorted { ($0.bin, $0.lineID) < ($1.bin, $1.lineID) }
    }

    /// A tombstone: the cancel came before the command, which will be refused.
    package init(cancelled id: UUID, for command: CommandReference) {
        self.id = id
        orderID = command.orderID
        reservationID = .zero
        number = ""
        site = ""
        floor = .auto
        isExpress = false
        state = .cancelled
        self.command = command
        lines = []
    }

    package init(
        id: UUID, orderID: UUID, reservationID: UUID, number: String, site: String, floor: FloorKind, isExpress: Bool,
        state: State, worker: String?, command: CommandReference, parcel: Parcel?, tracking: ParcelTracking?,
        shortage: SiteShort?, packings: Int, version: Int64, lines: [FulfilmentLine]
    ) {
        self.id = id
        self.orderID = orderID
        self.reservationID = reservationID
        self.number = number
        self.site = site
        self.floor = floor
        self.isExpress = isExpress
        self.state = state
        self.worker = worker
        self.command = command
        self.parcel = parcel
        self.tracking = tracking
        self.shortage = shortage
        self.packings = packings
        self.version = version
        self.lines = lines
    }

    package var isPicked: Bool { lines.allSatisfy { $0.picked == $0.due } }
    package var isPacked: Bool { lines.allSatisfy { $0.packed == $0.due } }
    /// Whether a cancel still wins against the hand-over. What somebody outside has sent has left, whoever was told of it.
    package var canBeCancelled: Bool { state != .handedOver && !(state == .packed && parcel?.label != nil) }
    package var toPutBack: Int { lines.reduce(0) { $0 + $1.toPutBack } }
    /// What it goes on with.
    package var remaining: [ParcelLine] { lines.filter { $0.due > 0 }.map { $0.parcelLine($0.due) } }

    package mutating func move(to state: State) {
        self.state = state
        version += 1
    }

    /// After units were taken off: it ends when nothing is left, and is picked when what is left is in hand.
    mutating func settle(endingAs end: State) {
        if lines.allSatisfy({ $0.due == 0 }) {
            // Whoever comes first puts back what is in hand.
            worker = nil
            return move(to: end)
        }
        move(to: state == .picking && isPicked ? .picked : state)
    }
}
