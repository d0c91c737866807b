import Contracts
import Foundation
import HTTPClient

/// How each channel lists orders, from its documentation.
extension ChannelWorld {
    static func lister(of channel: String) -> Lister {
        switch channel {
        case "shopify": shopify
        case "woocommerce": woo
        case "magento": magento
        case "amazon": amazon
        case "trendyol": trendyol
        case "hepsiburada": hepsiburada
        default: n11
        }
    }

    private static let shopify: Lister = { request, state in
        // `page_info` stands for the parameters of the first page and the last order before.
        var (since, until, last) = (request.query["updated_at_min"], request.query["updated_at_max"], "")
        if let info = request.query["page_info"] {
            guard request.query.count == 2 else { return HTTPAnswer(status: 400) }
            let parts = info.split(separator: "_").map(String.init)
            (since, until, last) = (parts[0], parts[1], parts[2])
        }
        func time(_ text: String?) -> Timestamp {
            text.flatMap { Timestamp(rfc3339: $0) ?? Int64($0).map { Timestamp(microseconds: $0) } } ?? Orders.now
        }
        let size = request.int("limit")
        let rest = state.orders.changed(from: time(since), to: time(until))
            .filter { order in last.isEmpty || "\(order.changed.microseconds)~\(order.id)" > last }
        let page = rest.prefix(size)
        var headers: [HTTPCall.Header] = []
        if rest.count > size, let end = page.last {
            let info = [
                "\(time(since).microseconds)", "\(time(until).microseconds)", "\(end.changed.microseconds)~\(end.id)",
            ].joined(separator: "_")
            headers.append(
                HTTPCall.Header(
                    "Link",
                    "<https://s/o.json?page_info=x>; rel=\"previous\", "
                        + "<https://s/orders.json?limit=\(size)&page_info=\(info)>; rel=\"next\""))
        }
        let orders = page.map {
            ChannelFixtures.shopify(["id": "\($0.id)", "updated_at": "\"\($0.changed.rfc3339)\""])
        }
        return .json("{\"orders\": [\(orders.joined(separator: ","))]}", headers: headers)
    }

    private static let woo: Lister = { request, state in
        if request.path.hasSuffix("/webhooks") { return .json("[]") }
        func time(_ name: String) -> Timestamp {
            request.query[name].flatMap { Timestamp(rfc3339: $0 + "Z") } ?? Orders.now
        }
        // Both bounds are left out.
        let found = state.orders.changed(
            from: time("modified_after") + .seconds(1), to: time("modified_before") - .seconds(1)
        ).filter { ($0.status == "trash") == (request.query["status"] == "trash") }
        let page = found.page(request.int("page") - 1, of: request.int("per_page"))
        let orders = page.map {
            let number = "\($0.id)"
            let changed = "\"\($0.changed.rfc3339.prefix(19))\""
            return ChannelFixtures.woo(
                ["id": number, "number": "\"\(number)\"", "date_modified_gmt": changed],
                line: $0.status == "broken" ? ["quantity": "1.5"] : [:])
        }
        return .json("[\(orders.joined(separator: ","))]")
    }

    private static let magento: Lister = { request, state in
        func time(_ group: Int) -> Timestamp {
            let text = request.query["searchCriteria[filterGroups][\(group)][filters][0][value]"] ?? ""
            return Timestamp(rfc3339: text.replacing(" ", with: "T") + "Z") ?? Orders.now
        }
        let size = request.int("searchCriteria[pageSize]")
        let found = state.orders.changed(from: time(0), to: time(1))
        // Behind the last page it is given again.
        let last = max(0, (found.count - 1) / size)
        let page = found.page(min(request.int("searchCriteria[currentPage]") - 1, last), of: size)
        let orders = page.map {
            ChannelFixtures.magento([
                "entity_id": "\($0.id)",
                "updated_at": "\"\($0.changed.rfc3339.prefix(19).replacing("T", with: " "))\"",
            ])
        }
        return .json("{\"items\": [\(orders.joined(separator: ","))], \"total_count\": \(found.count)}")
    }

    private static let amazon: Lister = { request, state in
        if request.path == "/auth/o2/token" {
            let form = String(decoding: request.call.body ?? [], as: UTF8.self)
            guard form.contains("refresh_token=refresh%20me") else { return HTTPAnswer(status: 400) }
            return .json(#"{"access_token": "Atza|1", "token_type": "bearer", "expires_in": 3600}"#)
        }
        guard request.header("x-amz-access-token") == "Atza|1" else { return HTTPAnswer(status: 403) }
        func time(_ name: String) -> Timestamp {
            request.query[name].flatMap { Timestamp(rfc3339: $0) } ?? Orders.now
        }
        let size = request.int("maxResultsPerPage")
        let found = state.orders.changed(from: time("lastUpdatedAfter"), to: time("lastUpdatedBefore"))
            .filter { "\($0.changed.microseconds)~\($0.id)" > request.query["paginationToken"] ?? "" }
        let page = found.prefix(size)
        let orders = page.map { order in
            let wrapped = ChannelFixtures.amazon([
                "orderId": "\"114-\(order.id)\"", "lastUpdatedTime": "\"\(order.changed.rfc3339)\"",
            ])
            return String(wrapped.dropFirst("{\"order\": ".count).dropLast())
        }
        let next = page.last.map { "\"\($0.changed.microseconds)~\($0.id)\"" } ?? "null"
        return .json(
            """
            {"orders": [\(orders.joined(separator: ","))],
             "pagination": {"nextToken": \(found.count > size ? next : "null")}}
            """)
    }

    private static let trendyol: Lister = { request, state in
        if request.path.hasSuffix("/claims") { return trendyolClaims(request, state) }
        guard request.header("user-agent") == "55 - SelfIntegration" else { return HTTPAnswer(status: 403) }
        let size = request.int("size")
        let found = state.orders.changed(from: request.milliseconds("startDate"), to: request.milliseconds("endDate"))
        guard (request.int("page") + 1) * size <= 10_000 else { return HTTPAnswer(status: 400) }
        let orders = found.page(request.int("page"), of: size).map {
            ChannelFixtures.trendyol([
                "orderNumber": "\"\($0.id)\"", "shipmentPackageId": "\($0.id)",
                "lastModifiedDate": "\($0.changed.milliseconds)",
            ])
        }
        return .json(
            """
            {"page": \(request.int("page")), "size": \(size), "totalElements": \(found.count),
             "totalPages": \((found.count + size - 1) / size), "content": [\(orders.joined(separator: ","))]}
            """)
    }

    private static let n11: Lister = { request, state in
        if request.call.method == "POST", request.path.hasPrefix("/ws/returnService") {
            return n11Claims(request, state)
        }
        let (since, until) = (request.milliseconds("startDate"), request.milliseconds("endDate"))
        // A longer window is cut off, and nothing says so.
        let found = state.orders.changed(from: max(since, until - .seconds(15 * 86_400)), to: until)
            .filter { $0.status == request.query["status"] }
        let orders = found.page(request.int("page"), of: request.int("size")).map {
            ChannelFixtures.n11([
                "orderNumber": "\"\($0.id)\"", "id": "\($0.id)", "lastModifiedDate": "\($0.changed.milliseconds)",
                "shipmentPackageStatus": "\"\($0.status)\"",
            ])
        }
        return .json("{\"content\": [\(orders.joined(separator: ","))]}")
    }

    /// Two lines an order, so that a page can end between them.
    private static let hepsiburada: Lister = { request, state in
        func lines(_ order: Listed) -> [String] {
            (1...2).map {
                ChannelFixtures.hepsiburadaLine(["id": "\"\(order.id)-\($0)\"", "orderNumber": "\"\(order.id)\""])
            }
        }
        let parts = request.path.split(separator: "/").map(String.init)
        if parts.count == 5, parts[3] == "ordernumber" {
            let found = state.orders.first { "\($0.id)" == parts[4] }
            return found.map { .json("{\"items\": [\(lines($0).joined(separator: ","))]}") } ?? HTTPAnswer(status: 404)
        }
        guard request.query["offset"] != nil, request.query["limit"] != nil else { return HTTPAnswer(status: 400) }
        let status = parts.last == "cancelled" ? "Cancelled" : parts.first == "packages" ? "Packed" : "Created"
        let rows = state.orders.filter { order in
            let time = String((order.changed + .seconds(3 * 3600)).rfc3339.prefix(16)).replacing("T", with: " ")
            return order.status == status && time >= request.query["begindate"] ?? ""
                && time <= request.query["enddate"] ?? "9"
        }.flatMap(lines)
        let page = rows.dropFirst(request.int("offset")).prefix(request.int("limit"))
        return .json("{\"totalCount\": \(rows.count), \"items\": [\(page.joined(separator: ","))]}")
    }
}
