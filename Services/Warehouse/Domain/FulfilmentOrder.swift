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
        version: Int64, lines: [FulfilmentLine]
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
        self.version = version
        self.lines = lines
    }

    package var isPicked: Bool { lines.allSatisfy { $0.picked == $0.quantity } }
    package var isPacked: Bool { lines.allSatisfy { $0.packed == $0.quantity } }
    /// Whether a cancel still wins against the hand-over.
    package var canBeCancelled: Bool { state != .handedOver }

    package mutating func move(to state: State) {
        self.state = state
        version += 1
    }
}

/// Units of one order line to be picked from one bin.
package struct FulfilmentLine: Hashable, Sendable {
    package var lineID: String
    package var bin: String
    package var sku: String
    package var title: String?
    package var barcode: String
    /// Of one unit: grams and millimetres.
    package var weight: Int
    package var length: Int
    package var width: Int
    package var height: Int
    package var quantity: Int
    package var picked = 0
    package var packed = 0

    package init(_ line: AllocatedLine) {
        self.init(
            lineID: line.lineID, bin: line.bin, sku: line.sku, title: line.title, barcode: line.barcode ?? line.sku,
            weight: line.weight, length: line.length, width: line.width, height: line.height, quantity: line.quantity)
    }

    package init(
        lineID: String, bin: String, sku: String, title: String?, barcode: String, weight: Int, length: Int,
        width: Int, height: Int, quantity: Int, picked: Int = 0, packed: Int = 0
    ) {
        self.lineID = lineID
        self.bin = bin
        self.sku = sku
        self.title = title
        self.barcode = barcode
        self.weight = weight
        self.length = length
        self.width = width
        self.height = height
        self.quantity = quantity
        self.picked = picked
        self.packed = packed
    }
}
