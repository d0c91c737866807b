import ChannelStandIns
import Contracts
import Foundation
import HTTPClient
import OrderIntake

/// A stand-in as Waybill's own adapters call it, without a network in between.
struct StandInTransport: HTTPTransport {
    let standIn: ChannelStandIn
    /// In the place of the stand-in's answer, where there is one.
    var instead: @Sendable (HTTPCall) -> HTTPAnswer? = { _ in nil }

    func send(_ call: HTTPCall) async throws(HTTPFailure) -> HTTPAnswer {
        if let answer = instead(call) { return answer }
        let rest = call.url.split(separator: "//", maxSplits: 1).last ?? ""
        let host = rest.prefix { $0 != "/" }
        var headers = ["Host": String(host)]
        for header in call.headers { headers[header.name] = header.value }
        let answer = await standIn.answer(
            StandInRequest(
                method: call.method, target: String(rest.dropFirst(host.count)), headers: headers, body: call.body ?? []
            ))
        return HTTPAnswer(
            status: answer.status, headers: answer.headers.map { HTTPCall.Header($0.key, $0.value) }, body: answer.body)
    }

    /// The way to it, for as long as `body` runs.
    func connected<Result>(
        options: [String: String] = [:], clock: LinkClock = .system,
        _ body: (ChannelLink, any ChannelAdapter) async throws -> Result
    ) async throws -> Result {
        let dialect = standIn.dialect
        let folder = FileManager.default.temporaryDirectory.appending(path: "waybill-stand-in-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let setup = MerchantSetup(dialect, address: "http://127.0.0.1:8765", shop: "main", options: options)
        try setup.writeCredentials(to: folder)
        guard let adapter = ChannelDirectory.adapter(of: dialect.channel),
            let connection = setup.upsert(pollEvery: 10).connection
        else { throw CocoaError(.featureUnsupported) }
        let link = ChannelLink(
            ShopKey(channel: dialect.channel, shop: "main"), connection, adapter: adapter, transport: self,
            credentials: ChannelCredentials(folder: folder.path), clock: clock)
        return try await body(link, adapter)
    }
}
