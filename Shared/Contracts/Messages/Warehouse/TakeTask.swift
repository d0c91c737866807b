public import WireJSON

/// A worker asks for the next task of a site, or for the one already held.
public struct TakeTask: Command {
    public static let type: MessageType = "waybill.warehouse.task.next.v1"

    public var site: String
    public var worker: String

    public init(site: String, worker: String) {
        self.site = site
        self.worker = worker
    }

    public init(from json: JSONNode) throws(JSONError) {
        site = try json.decode("site")
        worker = try json.decode("worker")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("site", site)
            json.write("worker", worker)
        }
    }
}
