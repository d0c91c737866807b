public import WireJSON

/// Whether a scan counted.
public struct ScanAnswered: Answer {
    public static let type: MessageType = "waybill.warehouse.scan.answered.v1"

    public var scanID: String
    public var accepted: Bool
    public var reason: Reason?
    /// What is left.
    public var task: WarehouseTask?

    public init(scanID: String, accepted: Bool, reason: Reason? = nil, task: WarehouseTask? = nil) {
        self.scanID = scanID
        self.accepted = accepted
        self.reason = reason
        self.task = task
    }

    public init(from json: JSONNode) throws(JSONError) {
        scanID = try json.decode("scanId")
        accepted = try json.decode("accepted")
        reason = try json.decodeIfPresent("reason")
        task = try json.decodeIfPresent("task")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("scanId", scanID)
            json.write("accepted", accepted)
            json.write("reason", reason)
            json.write("task", task)
        }
    }
}
