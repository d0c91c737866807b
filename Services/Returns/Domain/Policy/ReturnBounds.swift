import WireJSON

/// How long a return may stay where it is, and what ends the wait when nobody does; kept with the return as the policy read.
package struct ReturnBounds: JSONCodable, Hashable, Sendable {
    package enum Undecided: String, Sendable { case approve, decline }
    package enum Lost: String, Sendable { case refund, expire }

    package var daysToDecide = 7
    package var undecided = Undecided.approve
    package var daysInTransit = 21
    package var lost = Lost.refund
    package var daysToInspect = 7

    package init() {}

    package init(from json: JSONNode) throws(JSONError) {
        daysToDecide = try json.decode("daysToDecide")
        undecided = Undecided(rawValue: try json.decode("undecided")) ?? .approve
        daysInTransit = try json.decode("daysInTransit")
        lost = Lost(rawValue: try json.decode("lost")) ?? .refund
        daysToInspect = try json.decode("daysToInspect")
    }

    package func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("daysToDecide", daysToDecide)
            json.write("undecided", undecided.rawValue)
            json.write("daysInTransit", daysInTransit)
            json.write("lost", lost.rawValue)
            json.write("daysToInspect", daysToInspect)
        }
    }
}
