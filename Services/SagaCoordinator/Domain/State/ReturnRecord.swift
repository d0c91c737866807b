import Contracts
import FoundationEssentials
import WireJSON

/// What one return has moved in the unit ledger: the newest word of the returns service replaces the one before.
package struct ReturnRecord: Hashable, Sendable, JSONCodable {
    package struct Units: Hashable, Sendable, JSONCodable {
        package let lineID: String
        package let bucket: UnitBucket
        /// Where they were before the return.
        package let home: UnitBucket
        package let quantity: Int

        package init(lineID: String, bucket: UnitBucket, home: UnitBucket, quantity: Int) {
            self.lineID = lineID
            self.bucket = bucket
            self.home = home
            self.quantity = quantity
        }

        package init(from json: JSONNode) throws(JSONError) {
            lineID = try json.decode("lineId")
            guard let bucket = UnitBucket(rawValue: try json.decode("bucket")),
                let home = UnitBucket(rawValue: try json.decode("home"))
            else { throw json.error(.invalidValue, "expected a bucket") }
            self.bucket = bucket
            self.home = home
            quantity = try json.decode("quantity")
        }

        package func encode(to json: inout JSONWriter) {
            json.object { json in
                json.write("lineId", lineID)
                json.write("bucket", bucket.rawValue)
                json.write("home", home.rawValue)
                json.write("quantity", quantity)
            }
        }
    }

    package let id: UUID
    package var spoken: Int64
    package var units: [Units]

    package init(id: UUID, spoken: Int64, units: [Units]) {
        self.id = id
        self.spoken = spoken
        self.units = units
    }

    package init(from json: JSONNode) throws(JSONError) {
        id = try json.decode("id")
        spoken = try json.decode("spoken")
        units = try json.decode("units")
    }

    package func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("id", id)
            json.write("spoken", spoken)
            json.write("units", units)
        }
    }
}
