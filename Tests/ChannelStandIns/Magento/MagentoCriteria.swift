import WireJSON

/// `searchCriteria[filter_groups][0][filters][0][field]=...`: groups are "and", the filters of one are "or".
struct MagentoCriteria {
    private struct Filter {
        var field = ""
        var value = ""
        var condition = "eq"
    }

    private var groups: [[Filter]] = []
    private(set) var sortField: String?
    private(set) var isDescending = false
    private var size = Int.max
    private var current = 1

    /// Nil when a condition is not known.
    init?(_ request: StandInRequest) {
        var filters: [String: [String: Filter]] = [:]
        for (name, value) in request.query {
            let keys = name.split { "[]".contains($0) }.map { Self.snake(String($0)) }
            guard keys.first == "search_criteria" else { continue }
            switch keys.dropFirst().first {
            case "filter_groups" where keys.count == 6:
                var filter = filters[keys[2], default: [:]][keys[4]] ?? Filter()
                switch keys[5] {
                case "field": filter.field = value
                case "value": filter.value = value
                default: filter.condition = value
                }
                filters[keys[2], default: [:]][keys[4]] = filter
            // By the first; those behind it decide between equals.
            case "sort_orders" where keys.count == 4 && keys[2] != "0": continue
            case "sort_orders" where keys.last == "field": sortField = value
            case "sort_orders": isDescending = value.uppercased() == "DESC"
            case "page_size": size = max(1, Int(value) ?? 20)
            case "current_page": current = max(1, Int(value) ?? 1)
            default: continue
            }
        }
        groups = filters.values.map { Array($0.values) }
        let known = ["eq", "neq", "gt", "gteq", "lt", "lteq", "from", "to", "in", "like"]
        guard groups.joined().allSatisfy({ known.contains($0.condition) }) else { return nil }
    }

    /// `filterGroups` and `filter_groups` are the same.
    private static func snake(_ name: String) -> String {
        name.reduce(into: "") { $0 += $1.isUppercase ? "_\($1.lowercased())" : "\($1)" }
    }

    /// - Parameter value: of a field; nil for what the entity has not.
    func matches(_ value: (String) -> String?) -> Bool {
        groups.allSatisfy { group in
            group.contains { filter in
                guard let value = value(filter.field) else { return false }
                // Times are text that sorts, in UTC and without a zone.
                let bound = filter.value.replacing("T", with: " ").replacing("Z", with: "")
                return switch filter.condition {
                case "neq": value != bound
                case "gt": value > bound
                case "gteq", "from": value >= bound
                case "lt": value < bound
                case "lteq", "to": value <= bound
                case "in": filter.value.split(separator: ",").contains { $0 == value }
                case "like": value.contains(filter.value.replacing("%", with: ""))
                default: value == filter.value
                }
            }
        }
    }

    /// Beyond the last page the last one comes again, for ever.
    func page(_ all: [JSONValue]) -> JSONValue {
        let last = size == Int.max ? 1 : max(1, (all.count + size - 1) / size)
        let start = size == Int.max ? 0 : (min(current, last) - 1) * size
        return [
            "items": .array(Array(all.dropFirst(start).prefix(size))),
            "search_criteria": ["current_page": .int(current)],
            "total_count": .int(all.count),
        ]
    }
}
