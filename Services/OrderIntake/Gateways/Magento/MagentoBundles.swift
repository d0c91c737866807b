import Contracts
import WireJSON

/// The bundles of an order. Our lines are what is in them; where Magento handles a bundle as one it knows the bundle alone, and
/// passes over what is in it without a word.
struct MagentoBundles {
    struct Bundle {
        /// Of its order item.
        let id: String
        let sku: String
        let productID: String?
        /// Whether its price is its own, and nothing in it has one.
        let isPricedAsOne: Bool
        fileprivate let units: Int
        /// Units of what is in it, by order item, in all of its own together.
        fileprivate let contents: [String: Int]

        /// How many of it some units are; nil when they are not so many whole ones.
        fileprivate func count(in lines: [String: Int]) -> Int? {
            var counts: Set<Int> = []
            for (id, all) in contents {
                let meant = lines[id, default: 0]
                guard units > 0, all > 0, all % units == 0, meant % (all / units) == 0 else { return nil }
                counts.insert(meant / (all / units))
            }
            return counts.count == 1 ? counts.first : nil
        }
    }

    let bundles: [Bundle]

    /// - Parameter isOfGoods: whether only what a carrier takes counts.
    init(of order: JSONNode, isOfGoods: Bool) {
        let reader = PayloadReader()
        let items = order["items"]?.elements.map(\.self) ?? []
        let contents = Dictionary(grouping: items) { reader.nonZeroID("parent_item_id", of: $0) ?? "" }
        bundles = items.compactMap { item in
            guard reader.id("product_type", of: item) == "bundle", let id = reader.id("item_id", of: item),
                let parts = contents[id]
            else { return nil }
            var units: [String: Int] = [:]
            for part in parts where !isOfGoods || MagentoOrderReader.requiresShipping(part, reader) {
                guard let name = reader.id("item_id", of: part) else { continue }
                units[name] = reader.member("qty_ordered", of: part)?.int ?? 0
            }
            return Bundle(
                id: id, sku: reader.id("sku", of: item) ?? id, productID: reader.nonZeroID("product_id", of: item),
                isPricedAsOne: parts.allSatisfy { Double($0["row_total"]?.text ?? "0") == 0 },
                units: reader.member("qty_ordered", of: item)?.int ?? 0, contents: units)
        }
    }

    /// Those that some lines are in.
    func touched(by lines: [ChannelPush.Line]) -> [Bundle] {
        let units = lines.perLine
        return bundles.filter { bundle in bundle.contents.keys.contains { units[$0, default: 0] > 0 } }
    }

    /// What stands for some lines at Magento: for what is in a bundle that is handled as one, the bundle.
    /// - Throws: when it is not whole ones.
    func items(
        for lines: [ChannelPush.Line], asOne: (Bundle) -> Bool
    ) throws(ChannelFailure) -> [ChannelPush.Line] {
        var units = lines.perLine
        var items: [ChannelPush.Line] = []
        for bundle in touched(by: lines) where asOne(bundle) {
            guard let count = bundle.count(in: units) else {
                throw .refused(
                    "Magento handles bundle \(bundle.sku) as one, and only a part of it is meant: enter it by hand")
            }
            for id in bundle.contents.keys { units[id] = nil }
            items.append(ChannelPush.Line(lineID: bundle.id, quantity: count))
        }
        return lines.filter { units[$0.lineID] != nil } + items
    }
}
