/// Who makes requests to the world.
package protocol HTTPTransport: Sendable {
    /// Makes one request. When there is no answer it may have been carried out all the same.
    func send(_ call: HTTPCall) async throws(HTTPFailure) -> HTTPAnswer
}
