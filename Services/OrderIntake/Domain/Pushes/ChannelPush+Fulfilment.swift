import Contracts
import WireJSON

extension ChannelPush {
    /// A parcel is on its way.
    package struct Fulfilment: Hashable, Sendable, JSONCodable {
        /// Another parcel of the order.
        package struct Earlier: Hashable, Sendable, JSONCodable {
            package var trackingNumber: String
            package var lines: [Line]

            package init(trackingNumber: String, lines: [Line]) {
                self.trackingNumber = trackingNumber
                self.lines = lines
            }

            package init(from json: JSONNode) throws(JSONError) {
                trackingNumber = try json.decode("trackingNumber")
                lines = try json.decode("lines", default: [])
            }

            package func encode(to json: inout JSONWriter) {
                json.object { json in
                    json.write("trackingNumber", trackingNumber)
                    json.write("lines", lines)
                }
            }
        }

        /// The channel's id of the order.
        package var order: String
        /// Our parcel: the same in every attempt.
        package var parcel: String
        package var lines: [Line]
        package var carrier: String
        package var service: String?
        package var trackingNumber: String
        package var trackingURL: String?
        package var shippedAt: Timestamp
        /// Where it was sent from, as we call it; `ShopConnection.options` say how the channel does.
        package var site: String?
        /// Whether nothing of the order is left to be sent.
        package var isLast: Bool
        /// What the channel is told first, if it was not: of an invoice that is told at the same moment.
        package var invoiceNumber: String?
        /// Those that the channel was to be told of before: at channels with packages of their own each has another one.
        package var earlier: [Earlier]

        package init(
            order: String, parcel: String, lines: [Line] = [], carrier: String, service: String? = nil,
            trackingNumber: String, trackingURL: String? = nil, shippedAt: Timestamp, site: String? = nil,
            isLast: Bool = false, invoiceNumber: String? = nil, earlier: [Earlier] = []
        ) {
            self.order = order
            self.parcel = parcel
            self.lines = lines
            self.carrier = carrier
            self.service = service
            self.trackingNumber = trackingNumber
            self.trackingURL = trackingURL
            self.shippedAt = shippedAt
            self.site = site
            self.isLast = isLast
            self.invoiceNumber = invoiceNumber
            self.earlier = earlier
        }

        package init(from json: JSONNode) throws(JSONError) {
            order = try json.decode("order")
            parcel = try json.decode("parcel")
            lines = try json.decode("lines", default: [])
            carrier = try json.decode("carrier")
            service = try json.decodeIfPresent("service")
            trackingNumber = try json.decode("trackingNumber")
            trackingURL = try json.decodeIfPresent("trackingUrl")
            shippedAt = try json.decode("shippedAt")
            site = try json.decodeIfPresent("site")
            isLast = try json.decode("isLast", default: false)
            invoiceNumber = try json.decodeIfPresent("invoiceNumber")
            earlier = try json.decode("earlier", default: [])
        }

        package func encode(to json: inout JSONWriter) {
            json.object { json in
                json.write("order", order)
                json.write("parcel", parcel)
                if !lines.isEmpty { json.write("lines", lines) }
                json.write("carrier", carrier)
                json.write("service", service)
                json.write("trackingNumber", trackingNumber)
                json.write("trackingUrl", trackingURL)
                json.write("shippedAt", shippedAt)
                json.write("site", site)
                if isLast { json.write("isLast", isLast) }
                json.write("invoiceNumber", invoiceNumber)
                if !earlier.isEmpty { json.write("earlier", earlier) }
            }
        }
    }
}
