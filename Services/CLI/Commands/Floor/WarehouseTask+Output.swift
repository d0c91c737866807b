import Contracts
import FoundationEssentials

extension WarehouseTask {
    /// The list that a worker goes by, in bin order.
    func describe() -> String {
        var table = TextTable("bin", "sku", "barcode", .number("units"), .number("done"), "title")
        for line in lines {
            table.add(
                line.bin, line.sku, line.barcode, String(line.quantity), String(line.done), line.title ?? "")
        }
        return "\(stage) \(number), task \(id.text)\n" + table.render()
    }

    /// The command that the worker needs next.
    func next() -> String {
        guard let line = lines.first(where: { $0.done < $0.quantity }) else {
            return stage == "pick"
                ? "everything is picked" : "waybill floor close \(id.text) --weight GRAMS --size LxWxH"
        }
        let rest = line.quantity - line.done
        return stage == "pick"
            ? "waybill floor scan \(id.text) --bin \(line.bin) --barcode \(line.barcode) --quantity \(rest)"
            : "waybill floor scan \(id.text) --pack --barcode \(line.barcode) --quantity \(rest)"
    }
}
