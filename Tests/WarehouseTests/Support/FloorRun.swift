import Contracts
import FoundationEssentials
import Messaging
import WireJSON

@testable import Warehouse

/// The warehouse's handlers on rows in memory: what a batch does, without a database.
struct FloorRun {
    var rows = WarehouseStore.Rows()
    /// What is to wake the service up, by key.
    private(set) var timers: [String: Envelope] = [:]
    private var count = 0

    init(autoFloorDelay: Duration = .zero) {
        rows.autoFloorDelay = autoFloorDelay
    }

    /// - Returns: what was said because of it.
    /// - Throws: what the handler throws; nothing is changed then.
    @discardableResult
    mutating func give<Handler: MessageHandler>(
        _: Handler.Type, _ message: Handler.Payload
    ) throws -> [Envelope] where Handler.Store == WarehouseStore {
        count += 1
        let envelope = Envelope(
            id: .v5("message \(count)"), source: "/test", type: Handler.Payload.type,
            time: Timestamp(seconds: Int64(count)), orderID: .v5("order"), data: message.jsonBytes)
        return try handle(Handler.self, message, envelope)
    }

    mutating func fireTimers() throws -> [Envelope] {
        let due = timers
        timers = [:]
        var said: [Envelope] = []
        for (_, envelope) in due.sorted(by: { $0.key < $1.key }) {
            switch envelope.type {
            case AutoFloorDone.type:
                said += try handle(AutoFloorDoneHandler.self, try .parse(envelope.data), envelope)
            case AutoFloorPutBack.type:
                said += try handle(AutoFloorPutBackHandler.self, try .parse(envelope.data), envelope)
            case CloseSite.type:
                said += try handle(CloseSiteHandler.self, try .parse(envelope.data), envelope)
            default: break
            }
        }
        return said
    }

    private mutating func handle<Handler: MessageHandler>(
        _: Handler.Type, _ message: Handler.Payload, _ envelope: Envelope
    ) throws -> [Envelope] where Handler.Store == WarehouseStore {
        var copy = rows
        var out = Outcome(cause: envelope, service: .warehouse, now: envelope.time)
        try Handler.handle(message, HandlerContext(envelope: envelope, now: envelope.time), &copy, &out)
        rows = copy
        for timer in out.timers {
            switch timer {
            case .set(let request): timers[request.key] = request.envelope
            case .cancel(let key): timers[key] = nil
            }
        }
        return out.messages.map(\.envelope)
    }
}

extension [Envelope] {
    func payloads<Payload: MessagePayload>(_: Payload.Type = Payload.self) throws -> [Payload] {
        try filter { $0.type == Payload.type }.map { try Payload.parse($0.data) }
    }

    /// What was said, without the answers to workers.
    var events: [MessageType] { map(\.type).filter { $0 != ScanAnswered.type && $0 != TaskGiven.type } }
}

enum Demo {
    static let id = UUID.v5("fulfilment")
    static let reservationID = UUID.v5("reservation")

    /// One line for each quantity, with its own article and bin.
    static func fulfil(_ quantities: [Int], floor: FloorKind = .manual, site: String = "ANK") -> FulfilOrder {
        FulfilOrder(
            fulfilmentOrderID: id, reservationID: reservationID, number: "#1",
            allocation: Allocation(
                site: site, floor: floor, shipFrom: Address(line1: "Depo 1", city: "Ankara", country: "TR"),
                lines: quantities.enumerated().map { index, quantity in
                    AllocatedLine(
                        lineID: "\(index)", sku: "SKU-\(index)", quantity: quantity, bin: "A-0\(index)",
                        barcode: "869\(index)", weight: 100, length: 10, width: 10, height: 10)
                }))
    }

    static func cancel(_ lines: [LineQuantity] = []) -> CancelFulfilment {
        CancelFulfilment(fulfilmentOrderID: id, reason: "customer", lines: lines)
    }

    static func handOver(_ parcel: UUID) -> HandOverParcel {
        HandOverParcel(
            fulfilmentOrderID: id,
            tracking: ParcelTracking(
                parcelID: parcel, carrier: "sandbox", service: "standard", trackingNumber: "WB1"))
    }

    static func pick(_ line: Int, _ quantity: Int, scan: String) -> Scan {
        Scan(
            scanID: scan, worker: "deniz", taskID: id, action: "pick", bin: "A-0\(line)", barcode: "869\(line)",
            quantity: quantity)
    }

    static func pack(_ line: Int, _ quantity: Int, scan: String) -> Scan {
        Scan(
            scanID: scan, worker: "deniz", taskID: id, action: "pack", barcode: "869\(line)", quantity: quantity)
    }

    static func putBack(_ line: Int, _ quantity: Int, scan: String, bin: String? = nil) -> Scan {
        Scan(
            scanID: scan, worker: "ali", taskID: id, action: "put_back", bin: bin ?? "A-0\(line)",
            barcode: "869\(line)", quantity: quantity)
    }

    static var close: CloseParcel {
        CloseParcel(taskID: id, worker: "deniz", weight: 500, length: 300, width: 200, height: 120)
    }
}
