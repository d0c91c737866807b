import Contracts

/// What the catalogue is after a product of a feed: what the feed does not say stays.
package struct ProductMerge: Hashable, Sendable {
    package private(set) var article: StockKeepingUnit
    /// What is kept beside the article; nothing but what the feed has said of it.
    package private(set) var facts: ProductFacts
    /// Where the feed says something else than a catalogue that said something; and what it adds to an article that is known.
    package private(set) var mismatches: [ProductMismatch] = []

    /// - Parameters:
    ///   - article: nil when it is new.
    ///   - facts: what was fed before.
    package init(_ product: ProductFacts, into article: StockKeepingUnit?, _ facts: ProductFacts?) {
        // What is new has no stock yet: orders that waited for the article go on to wait for its goods, and are not refused.
        self.article =
            article ?? StockKeepingUnit(sku: product.sku, title: product.title ?? product.sku, shortPolicy: .backorder)
        self.facts = facts ?? ProductFacts(sku: product.sku)
        take("barcode", product.barcode, article: \.barcode)
        take("title", product.title, article: \.title)
        take("weight", product.weight, article: \.weight)
        take("length", product.length, article: \.length)
        take("width", product.width, article: \.width)
        take("height", product.height, article: \.height)
        take("isFragile", product.isFragile, \.isFragile)
        take("hsCode", product.hsCode, \.hsCode)
        take("origin", product.origin, \.origin)
        if let price = product.price, let currency = product.currency,
            price != self.facts.price || currency != self.facts.currency
        {
            let known = self.facts.price.flatMap { price in self.facts.currency?.format(price) }
            note("price", known, currency.format(price))
            self.facts.price = price
            self.facts.currency = currency
        }
        // What is new differs from nothing.
        if article == nil { mismatches = [] }
    }

    private mutating func take(
        _ field: String, _ said: String?, article path: WritableKeyPath<StockKeepingUnit, String?>
    ) {
        guard let said, said != article[keyPath: path] else { return }
        note(field, article[keyPath: path], said)
        article[keyPath: path] = said
    }

    private mutating func take<Value: Equatable & CustomStringConvertible>(
        _ field: String, _ said: Value?, article path: WritableKeyPath<StockKeepingUnit, Value>
    ) {
        guard let said, said != article[keyPath: path] else { return }
        note(field, article[keyPath: path].description, said.description)
        article[keyPath: path] = said
    }

    private mutating func take<Value: Equatable & CustomStringConvertible>(
        _ field: String, _ said: Value?, _ path: WritableKeyPath<ProductFacts, Value?>
    ) {
        guard let said, said != facts[keyPath: path] else { return }
        note(field, facts[keyPath: path]?.description, said.description)
        facts[keyPath: path] = said
    }

    private mutating func note(_ field: String, _ catalogue: String?, _ feed: String) {
        mismatches.append(ProductMismatch(sku: article.sku, field: field, catalogue: catalogue, feed: feed))
    }
}
