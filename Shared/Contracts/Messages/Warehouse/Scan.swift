public import FoundationEssentials
public import WireJSON

/// A worker scanned something. The same scan twice counts once, by its id.
public struct Scan: Command {
    public static let type: MessageType = "waybill.warehouse.scan.v1"

    public var scanID: String
    public var worker: String
    public var taskID: UUID
    /// `pick`, `pack` or `put_back`.
    public var action: String
    /// Needed to pick and to put back.
    public var bin: String?
    public var barcode: String
    public var quantity: Int

    public init(
        scanID: String, worker: String, taskID: UUID, action: String, bin: String? = nil, barcode: String, quantity: Int
    ) {
        self.scanID = scanID
        self.worker = worker
        self.taskID = taskID
        self.action = action
        self.bin = bin
        self.barcode = barcode
        self.quantity = quantity
    }

    public init(from json: JSONNode) throws(JSONError) {
        scanID = try json.decode("scanId")
        worker = try json.decode("worker")
        taskID = try json.decode("taskId")
        action = try json.decode("action")
        bin = try json.decodeIfPresent("bin")
        barcode = try json.decode("barcode")
        quantity = try json.decode("quantity")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("scanId", scanID)
            json.write("worker", worker)
            json.write("taskId", taskID)
            json.write("action", action)
            json.write("bin", bin)
            json.write("barcode", barcode)
            json.write("quantity", quantity)
        }
    }
}
