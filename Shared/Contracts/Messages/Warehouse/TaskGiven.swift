public import WireJSON

/// The answer to a worker: what to do next. Without a task when there is nothing to do.
public struct TaskGiven: Answer {
    public static let type: MessageType = "waybill.warehouse.task.given.v1"

    public var task: WarehouseTask?

    public init(task: WarehouseTask? = nil) {
        self.task = task
    }

    public init(from json: JSONNode) throws(JSONError) {
        task = try json.decodeIfPresent("task")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("task", task)
        }
    }
}
