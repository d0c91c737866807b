import WireJSON

/// What a channel's server answers.
package struct StandInAnswer: Sendable {
    package var status: Int
    package var headers: [String: String]
    package var body: [UInt8]
    /// The connection breaks before the answer is whole: whoever asked does not know what was done.
    package var isLost = false

    package init(_ status: Int, headers: [String: String] = [:], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    package static func json(_ status: Int = 200, _ value: JSONValue, headers: [String: String] = [:]) -> Self {
        Self(
            status, headers: headers.merging(["Content-Type": "application/json"]) { first, _ in first },
            body: value.jsonBytes)
    }

    /// JSON that is written out.
    package static func raw(_ status: Int, _ text: String) -> Self {
        Self(status, headers: ["Content-Type": "application/json"], body: Array(text.utf8))
    }

    /// As it was asked for.
    package var isGood: Bool { (200..<300).contains(status) }

    /// The body as JSON; nil when it is none.
    package var content: JSONNode? { (try? JSONDocument(parsing: body))?.root }
}
