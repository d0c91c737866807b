public import FoundationEssentials
public import WireJSON

/// Everything is in the box: weigh and measure it.
public struct CloseParcel: Command {
    public static let type: MessageType = "waybill.warehouse.parcel.close.v1"

    /// One ton, in grams: above it a scale was misread, or a key was pressed too often.
    public static let largestWeight = 1_000_000
    /// Ten metres, in millimetres.
    public static let largestSide = 10_000

    public var taskID: UUID
    public var worker: String
    /// Grams.
    public var weight: Int
    /// Millimetres.
    public var length: Int
    /// Millimetres.
    public var width: Int
    /// Millimetres.
    public var height: Int

    public init(taskID: UUID, worker: String, weight: Int, length: Int, width: Int, height: Int) {
        self.taskID = taskID
        self.worker = worker
        self.weight = weight
        self.length = length
        self.width = width
        self.height = height
    }

    public init(from json: JSONNode) throws(JSONError) {
        taskID = try json.decode("taskId")
        worker = try json.decode("worker")
        weight = try json.decode("weight")
        length = try json.decode("length")
        width = try json.decode("width")
        height = try json.decode("height")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("taskId", taskID)
            json.write("worker", worker)
            json.write("weight", weight)
            json.write("length", length)
            json.write("width", width)
            json.write("height", height)
        }
    }
}
