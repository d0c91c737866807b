import HTTPClient

/// A request to a shop's channel, before its address and who we are is added.
package struct ChannelCall: Hashable, Sendable {
    package struct Parameter: Hashable, Sendable {
        package let name: String
        package let value: String
    }

    package var method: String
    /// Below the base URL, such as `/wp-json/wc/v3/orders`; percent-encoded already.
    package var path: String
    /// Encoded by ``ChannelLink``.
    package var query: [Parameter]
    package var headers: [HTTPCall.Header]
    package var body: [UInt8]?
    /// Another address than the connection's, such as the host of a channel's listings.
    package var base: String?
    /// The limit that it counts against; nil for the adapter's first.
    package var limit: String?
    /// How much of the limit it takes, as the channel counts.
    package var cost = 1.0
    /// Whether who we are is added; not for the call that asks for a token.
    package var isAuthorised = true

    package init(
        _ method: String, _ path: String, query: [(String, String)] = [], headers: [(String, String)] = [],
        body: [UInt8]? = nil, base: String? = nil, limit: String? = nil
    ) {
        self.method = method
        self.path = path
        self.query = query.map { Parameter(name: $0, value: $1) }
        self.headers = headers.map { HTTPCall.Header($0, $1) }
        self.body = body
        self.base = base
        self.limit = limit
    }

    /// With a body of JSON.
    package static func json(
        _ method: String, _ path: String, _ body: [UInt8], base: String? = nil, limit: String? = nil
    ) -> ChannelCall {
        ChannelCall(
            method, path, headers: [("content-type", "application/json")], body: body, base: base, limit: limit)
    }

    package mutating func add(parameter name: String, _ value: String) {
        query.append(Parameter(name: name, value: value))
    }

    package mutating func add(header name: String, _ value: String) {
        headers.append(HTTPCall.Header(name, value))
    }
}
