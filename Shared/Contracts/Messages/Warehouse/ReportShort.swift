public import FoundationEssentials
public import WireJSON

/// The goods are not in the bin, or not fit to be sold.
public struct ReportShort: Command {
    public static let type: MessageType = "waybill.warehouse.short.report.v1"

    public var taskID: UUID
    public var worker: String
    public var lineID: String
    /// Which article of the line, when it is a kit.
    public var sku: String?
    /// Good units of the line that there are, those already picked included.
    public var found: Int
    /// The units that are not good are there, but damaged.
    public var damaged: Bool

    public init(
        taskID: UUID, worker: String, lineID: String, sku: String? = nil, found: Int, damaged: Bool = false
    ) {
        self.taskID = taskID
        self.worker = worker
        self.lineID = lineID
        self.sku = sku
        self.found = found
        self.damaged = damaged
    }

    public init(from json: JSONNode) throws(JSONError) {
        taskID = try json.decode("taskId")
        worker = try json.decode("worker")
        lineID = try json.decode("lineId")
        sku = try json.decodeIfPresent("sku")
        found = try json.decode("found")
        damaged = try json.decode("damaged", default: false)
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("taskId", taskID)
            json.write("worker", worker)
            json.write("lineId", lineID)
            json.write("sku", sku)
            json.write("found", found)
            if damaged { json.write("damaged", true) }
        }
    }
}
