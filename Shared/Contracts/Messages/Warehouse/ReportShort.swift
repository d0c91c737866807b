public import FoundationEssentials
public import WireJSON

/// The goods are not in the bin, or not fit to be sold.
public struct ReportShort: Command {
    public static let type: MessageType = "waybill.warehouse.short.report.v1"

    public var taskID: UUID
    public var worker: String
    public var lineID: String
    /// Good units of the line that there are, those already picked included.
    public var found: Int
    /// The units that are not good are there, but damaged.
    public var damaged: Bool

    public init(taskID: UUID, worker: String, lineID: String, found: Int, damaged: Bool = false) {
        self.taskID = taskID
        self.worker = worker
        self.lineID = lineID
        self.found = found
        self.damaged = damaged
    }

    public init(from json: JSONNode) throws(JSONError) {
        taskID = try json.decode("taskId")
        worker = try json.decode("worker")
        lineID = try json.decode("lineId")
        found = try json.decode("found")
        damaged = try json.decode("damaged", default: false)
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("taskId", taskID)
            json.write("worker", worker)
            json.write("lineId", lineID)
            json.write("found", found)
            if damaged { json.write("damaged", true) }
        }
    }
}
