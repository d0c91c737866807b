import Contracts

/// What N11's customers want to give back, which only `ReturnService` lists: twenty on a page, by Turkish days.
/// <https://api.n11.com/ws/ReturnService.wsdl>
extension N11Adapter {
    /// Whether the last day counts as a whole is not said: what it leaves out comes with the next one. Which claims a window holds is
    /// by the day on which they were asked for.
    package var claimPolling: PollRules? {
        PollRules(overlap: .seconds(2 * 86_400), longestWindow: .seconds(14 * 86_400))
    }

    private static let path = "/ws/returnService/"
    /// Unless the answer says otherwise.
    private static let pageSize = 20

    package func pollClaims(
        _ position: PollPosition, over link: ChannelLink
    ) async throws(ChannelFailure) -> PollPage {
        var round = PageRound(position)
        let response = try await ask("ClaimReturnList", over: link) { xml in
            xml.element("searchData") { xml in
                xml.element("status", "ALL")
                // Also what N11 keeps and sends for the shop.
                xml.element("sender", "ALL")
                xml.element("period") { xml in
                    xml.element("startDate", Self.day(of: position.since))
                    xml.element("endDate", Self.day(of: round.until))
                }
            }
            xml.element("pagingData") { $0.element("currentPage", String(round.page)) }
        }
        let documents = N11Claims.documents(in: response)
        let paging = response["pagingData"]
        func number(_ name: String) -> Int? { paging?.value(name).flatMap { Int($0) } }
        let goesOn = round.goOn(
            total: number("totalCount") ?? documents.count, count: documents.count,
            size: number("pageSize") ?? Self.pageSize)
        return PollPage(documents: documents, next: goesOn ? round.text : nil)
    }

    /// A call of the service, with who we are in its body: headers mean nothing to it.
    /// - Throws: what it says when it failed, by a status of 200.
    private func ask(
        _ name: String, over link: ChannelLink, _ content: (inout XMLWriter) -> Void
    ) async throws(ChannelFailure) -> XMLElement {
        let (key, secret) = (try link.credential("key"), try link.credential("secret"))
        var xml = XMLWriter()
        let namespaces: KeyValuePairs = [
            "xmlns:soapenv": "http://schemas.xmlsoap.org/soap/envelope/", "xmlns:sch": "http://www.n11.com/ws/schemas",
        ]
        xml.element("soapenv:Envelope", namespaces) { xml in
            xml.element("soapenv:Header") { _ in }
            xml.element("soapenv:Body") { xml in
                // What is in it has no namespace.
                xml.element("sch:\(name)Request") { xml in
                    xml.element("auth") { xml in
                        xml.element("appKey", key)
                        xml.element("appSecret", secret)
                    }
                    content(&xml)
                }
            }
        }
        let answer = try await link.call(
            ChannelCall(
                "POST", Self.path, headers: [("content-type", "text/xml; charset=utf-8"), ("soapaction", "\"\"")],
                body: Array(xml.text.utf8), limit: "claims")
        ).expectSuccess()
        guard let response = (try? XMLReader.parse(answer.body))?.find("\(name)Response") else {
            throw ChannelFailure(
                code: .unreadable, message: "the answer is no \(name)Response: \(answer.excerpt)", isFinal: false)
        }
        guard N11Claims.isSuccess(response) else {
            let code = response["result"]?.value("errorCode") ?? ""
            let isStranger = code.lowercased().contains("authentication")
            throw ChannelFailure(
                code: isStranger ? .unauthorised : .unavailable,
                message: "\(name): \(code) \(response["result"]?.value("errorMessage") ?? "")", isFinal: false)
        }
        return response
    }

    /// `31/12/2026`, on a Turkish wall.
    private static func day(of time: Timestamp) -> String {
        (time + .seconds(3 * 3600)).rfc3339.prefix(10).split(separator: "-").reversed().joined(separator: "/")
    }
}
