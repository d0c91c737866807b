import Contracts
import FoundationEssentials
import WireJSON

/// The deadline for sending the goods has passed. From this service to itself.
package struct ReturnOverdue: Command {
    package static let type: MessageType = "waybill.returns.timer.overdue.v1"

    package var returnID: UUID

    package init(returnID: UUID) {
        self.returnID = returnID
    }

    package init(from json: JSONNode) throws(JSONError) {
        returnID = try json.decode("returnId")
    }

    package func encode(to json: inout JSONWriter) {
        json.object { json in json.write("returnId", returnID) }
    }

    static func key(of returnID: UUID) -> String { "return-overdue/\(returnID.text)" }
}
