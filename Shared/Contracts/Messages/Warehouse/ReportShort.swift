public import FoundationEssentials
public import WireJSON

/// The goods are not in the bin.
public struct ReportShort: Command {
    public static let type: MessageType = "waybill.warehouse.short.report.v1"

    public var taskID: UUID
    public var worker: String
    public var lineID: String
    /// Units that are there.
    public var found: Int

    public init(taskID: UUID, worker: String, lineID: String, found: Int) {
        self.taskID = taskID
        self.worker = worker
        self.lineID = lineID
        self.found = found
    }

    public init(from json: JSONNode) throws(JSONError) {
        taskID = try json.decode("taskId")
        worker = try json.decode("worker")
        lineID = try json.decode("lineId")
        found = try json.decode("found")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("taskId", taskID)
            json.write("worker", worker)
            json.write("lineId", lineID)
            json.write("found", found)
        }
    }
}
