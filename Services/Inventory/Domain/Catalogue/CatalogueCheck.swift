import Contracts

/// What an article, a site or a bin must be like to be taken into the catalogue.
enum CatalogueCheck {
    static let longestCode = 200
    private static let measures = 0...1_000_000_000

    static func refusal(of article: StockKeepingUnit, path: String) -> Reason? {
        guard isCode(article.sku) else { return invalidCode("a SKU", path + ".sku") }
        for (name, value) in [
            ("weight", article.weight), ("length", article.length), ("width", article.width),
            ("height", article.height), ("safetyStock", article.safetyStock), ("leadDays", article.leadDays),
        ] where !measures.contains(value) {
            return Reason(code: "out_of_range", path: "\(path).\(name)", message: "\(name) must be 0 or more")
        }
        guard article.leadDays <= 3650 else {
            return Reason(code: "out_of_range", path: path + ".leadDays", message: "leadDays are at most 3650")
        }
        guard [.reject, .backorder, .split].contains(article.shortPolicy) else {
            return Reason(
                code: "unknown_policy", path: path + ".shortPolicy",
                message: "what is short is treated by reject, backorder or split")
        }
        return nil
    }

    /// - Parameters:
    ///   - knows: whether the catalogue has an article that is no kit.
    ///   - isComponent: whether a kit is made of this one.
    ///   - hasStock: whether any of it lies anywhere.
    static func refusal(
        ofKit article: StockKeepingUnit, path: String, knows: (String) -> Bool, isComponent: Bool, hasStock: Bool
    ) -> Reason? {
        guard !article.components.isEmpty else { return nil }
        for (index, component) in article.components.enumerated() {
            let path = "\(path).components[\(index)]"
            guard (1...10_000).contains(component.quantity) else {
                return Reason(
                    code: "out_of_range", path: path + ".quantity", message: "a kit has 1 to 10000 units of a component"
                )
            }
            guard component.sku != article.sku, knows(component.sku) else {
                return Reason(
                    code: "unknown_component", path: path + ".sku",
                    message: "the catalogue has no article \(component.sku) that is no kit itself")
            }
            guard article.components.prefix(index).allSatisfy({ $0.sku != component.sku }) else {
                return Reason(
                    code: "duplicate_component", path: path + ".sku", message: "\(component.sku) comes twice")
            }
        }
        if isComponent {
            return Reason(
                code: "nested_kit", path: path + ".components", message: "\(article.sku) is part of a kit itself")
        }
        guard !hasStock else {
            return Reason(
                code: "kit_with_stock", path: path + ".components",
                message: "\(article.sku) has stock of its own, which a kit cannot have")
        }
        return nil
    }

    static func refusal(of site: Site, path: String) -> Reason? {
        guard isCode(site.code) else { return invalidCode("a site's code", path + ".code") }
        guard (-90_000_000...90_000_000).contains(site.latitudeE6) else {
            return Reason(
                code: "out_of_range", path: path + ".latitudeE6",
                message: "a latitude is between -90 and 90 degrees, given times a million")
        }
        guard (-180_000_000...180_000_000).contains(site.longitudeE6) else {
            return Reason(
                code: "out_of_range", path: path + ".longitudeE6",
                message: "a longitude is between -180 and 180 degrees, given times a million")
        }
        return nil
    }

    /// - Parameter owner: whose the alias is already, or the SKU that is named like it.
    static func refusal(of alias: String, for sku: String, owner: String?, path: String) -> Reason? {
        guard isCode(alias) else { return invalidCode("an alias", path) }
        guard let owner, owner != sku else { return nil }
        return Reason(code: "alias_taken", path: path, message: "\(alias) already means \(owner)")
    }

    static func refusal(of bin: BinAssignment, knowsArticle: Bool, knowsSite: Bool, path: String) -> Reason? {
        guard isCode(bin.bin) else { return invalidCode("a bin", path + ".bin") }
        guard knowsArticle else {
            return Reason(code: "unknown_sku", path: path + ".sku", message: "the catalogue has no article \(bin.sku)")
        }
        guard knowsSite else {
            return Reason(code: "unknown_site", path: path + ".site", message: "there is no site \(bin.site)")
        }
        return nil
    }

    private static func isCode(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= longestCode && text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
    }

    private static func invalidCode(_ what: String, _ path: String) -> Reason {
        Reason(
            code: "invalid_code", path: path,
            message: "\(what) has 1 to \(longestCode) bytes and no control characters")
    }
}
