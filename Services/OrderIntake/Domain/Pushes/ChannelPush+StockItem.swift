import WireJSON

extension ChannelPush {
    /// What may be sold of an article there.
    package struct StockItem: Hashable, Sendable, JSONCodable {
        package var sku: String
        package var barcode: String?
        package var units: Int
        /// What the channel was told last.
        package var before: Int?
        /// Of the level: the newest counts.
        package var version: Int64

        package init(
            sku: String, barcode: String? = nil, units: Int, before: Int? = nil, version: Int64 = 0
        ) {
            self.sku = sku
            self.barcode = barcode
            self.units = units
            self.before = before
            self.version = version
        }

        package init(from json: JSONNode) throws(JSONError) {
            sku = try json.decode("sku")
            barcode = try json.decodeIfPresent("barcode")
            units = try json.decode("units")
            before = try json.decodeIfPresent("before")
            version = try json.decode("version", default: 0)
        }

        package func encode(to json: inout JSONWriter) {
            json.object { json in
                json.write("sku", sku)
                json.write("barcode", barcode)
                json.write("units", units)
                json.write("before", before)
                json.write("version", version)
            }
        }
    }
}
