/// What somebody outside answered, whatever the status.
package struct HTTPAnswer: Hashable, Sendable {
    package let status: Int
    package let headers: [HTTPCall.Header]
    /// As far as it was read, see ``HTTPConfiguration/bodyLimit``.
    package let body: [UInt8]

    package init(status: Int, headers: [HTTPCall.Header] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The first value of a header, by a name in any case.
    package func header(_ name: String) -> String? {
        let wanted = name.lowercased()
        return headers.first { $0.name.lowercased() == wanted }?.value
    }
}
