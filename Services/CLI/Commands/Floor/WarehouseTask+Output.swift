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
            return switch stage {
            case "pick": "everything is picked"
            case "put_back": "everything is back"
            default: "waybill floor close \(id.text) --weight GRAMS --size LxWxH"
            }
        }
        let scan = "waybill floor scan \(id.text)"
        let goods = "--barcode \(line.barcode) --quantity \(line.quantity - line.done)"
        return switch stage {
        case "pick": "\(scan) --bin \(line.bin) \(goods)"
        case "put_back": "\(scan) --put-back --bin \(line.bin) \(goods)"
        default: "\(scan) --pack \(goods)"
        }
    }
}
