import Contracts
import TestSupport
import WireJSON

/// The Admin API's GraphQL, as far as somebody who sends and counts goods needs it.
struct ShopifyGraphQL {
    let dialect: ShopifyDialect
    /// Of the interface, such as `2026-01`.
    let version: String

    func answer(_ request: StandInRequest, in world: inout Marketplace, _ day: inout Day) -> StandInAnswer {
        guard let query = request.json?["query"]?.string else {
            return .json(400, ["errors": ["query": "Required parameter missing or invalid"]])
        }
        do {
            let document = try GraphQLDocument(query, variables: request.json?["variables"])
            var data: [(String, JSONValue)] = []
            for field in document.fields {
                let whole =
                    document.isMutation
                    ? try mutation(field, in: &world, &day) : try self.query(field, world)
                let parent: JSONValue = .object([(field.name, whole)])
                let projected = try GraphQLProjection.project(
                    parent, [field], type: document.isMutation ? "Mutation" : "QueryRoot")
                data.append((field.alias, projected[field.alias] ?? .null))
            }
            // A call is counted as ten points of a thousand, of which fifty come back a second.
            let left = Int((world.left["graphql"] ?? 100) * 10)
            let cost: JSONValue = [
                "requestedQueryCost": 10, "actualQueryCost": 10,
                "throttleStatus": [
                    "maximumAvailable": 1000, "currentlyAvailable": .int(left), "restoreRate": 50,
                ],
            ]
            return .json(200, ["data": .object(data), "extensions": ["cost": cost]])
        } catch let error as GraphQLError {
            return .json(200, ["errors": [["message": .string(error.message)]]])
        } catch {
            return .json(200, ["errors": [["message": "Internal error"]]])
        }
    }

    private func query(_ field: GraphQLField, _ world: Marketplace) throws -> JSONValue {
        switch field.name {
        case "order": return world[id("id", of: field)].map { object($0) } ?? .null
        case "fulfillment":
            let id = id("id", of: field)
            let shipment = world.orders { $0.shipments.contains { $0.id == id } }.first?.shipments.first { $0.id == id }
            return shipment.map { fulfillment($0) } ?? .null
        case "fulfillmentOrder":
            let parts = id("id", of: field).split(separator: "-").map(String.init)
            guard parts.count == 2, let order = world[parts[0]] else { return .null }
            return fulfillmentOrder(parts[1], of: order)
        // Its cancels are done at once.
        case "job": return ["id": field.arguments["id"] ?? .null, "done": true]
        case "orders":
            return GraphQLProjection.connection(try found(field, world).map { object($0) })
        case "ordersCount": return ["count": .int(try found(field, world).count), "precision": "EXACT"]
        case "productVariants": return GraphQLProjection.connection(articles(field, world).map { variant($0) })
        case "inventoryItems": return GraphQLProjection.connection(articles(field, world).map { inventoryItem($0) })
        case "inventoryItem":
            return world.article { $0.id == id("id", of: field) }.map { inventoryItem($0) } ?? .null
        case "locations": return GraphQLProjection.connection(dialect.locations.map { location($0) })
        case "webhookSubscriptions": return GraphQLProjection.connection(subscriptions(in: world))
        case "shop": return ["name": "Stand-in", "myshopifyDomain": .string(dialect.domain)]
        default: throw GraphQLError(message: "Field '\(field.name)' doesn't exist on type 'QueryRoot'")
        }
    }

    /// `updated_at:>='2026-01-01T00:00:00Z'`, `name:#1001`; blanks between them mean "and".
    private func found(_ field: GraphQLField, _ world: Marketplace) throws -> [MarketOrder] {
        guard case .string(let text)? = field.arguments["query"] else { return world.orders() }
        var orders = world.orders()
        for term in text.split(separator: " ") where term != "AND" {
            let parts = term.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { throw GraphQLError(message: "the search \(term) is not understood") }
            let value = parts[1].drop { "<>=".contains($0) }.filter { $0 != "'" && $0 != "\"" }
            let sign = String(parts[1].prefix { "<>=".contains($0) })
            switch parts[0] {
            case "updated_at", "created_at":
                guard let moment = Timestamp(rfc3339: value).map({ $0.microseconds / 1000 }) else { continue }
                orders = orders.filter { order in
                    let time = (parts[0] == "updated_at" ? order.updatedAt : order.placedAt) / 1000 * 1000
                    return switch sign {
                    case ">=": time >= moment
                    case ">": time > moment
                    case "<=": time <= moment
                    case "<": time < moment
                    default: time == moment
                    }
                }
            case "name": orders = orders.filter { $0.number == value || $0.number == "#\(value)" }
            case "id": orders = orders.filter { $0.id == value }
            case "status": continue
            default: throw GraphQLError(message: "the search \(parts[0]) is not known here")
            }
        }
        return orders
    }

    /// `sku:TEA-1`, and several with `OR`.
    private func articles(_ field: GraphQLField, _ world: Marketplace) -> [Article] {
        let all = world.articles.values.sorted { $0.sku < $1.sku }
        guard case .string(let text)? = field.arguments["query"] else { return all }
        let wanted = text.replacing("(", with: "").replacing(")", with: "").split(separator: " ").filter { $0 != "OR" }
            .flatMap { term in
                term.split(separator: ":").last.map { [String($0.filter { $0 != "'" && $0 != "\"" })] } ?? []
            }
        return all.filter { wanted.contains($0.sku) }
    }

    /// `gid://shopify/Order/5` is 5.
    func id(_ name: String, of field: GraphQLField) -> String {
        guard case .string(let gid)? = field.arguments[name] else { return "" }
        return Self.id(gid)
    }

    static func id(_ gid: String) -> String {
        String(gid.split(separator: "/").last?.split(separator: "?").first ?? "")
    }

    /// Where a line is sent from.
    func place(of line: MarketLine, in order: MarketOrder) -> String {
        let index = order.lines.firstIndex { $0.id == line.id } ?? 0
        return dialect.locations[index % dialect.locations.count]
    }
}
