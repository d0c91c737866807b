import Contracts
import FoundationEssentials
import WireJSON

extension OrderDetails {
    func describe() -> String {
        var text = "\(number)  \(headline)\n"
        text += "  order     \(id.text)\n"
        text += "  from      \(channel)/\(shop), \(externalID), placed \(placedAt.short) UTC\n"
        text += "  plan      \(plan), \(phase)\n"
        text += "  money     \(currency.format(total)) to pay; authorised \(currency.format(money.authorised)), "
        text += "captured \(currency.format(money.captured)), voided \(currency.format(money.voided)), "
        text += "refunded \(currency.format(money.refunded))\n"
        if let ending { text += "  ended     \(ending.line)\n" }
        for step in steps where step.hold != nil {
            let reason = step.reason.map { " (\($0.line))" } ?? ""
            text += "  HOLD      \(step.hold ?? "") in step \(step.name)\(reason)\n"
            let next = HoldAdvice.next(
                HoldReason(rawValue: step.hold ?? ""), order: id.text, step: step.name, unit: step.unit.text)
            text += "            waybill \(next)\n"
        }
        text += "\n" + unitTable + "\n"
        if !steps.isEmpty { text += "\n" + stepTable + "\n" }
        if !shipments.isEmpty { text += "\n" + shipmentTable + "\n" }
        return text
    }

    private var unitTable: String {
        var table = TextTable("line", "article", .number("ordered"), "units")
        for line in lines {
            let units = line.buckets.map { "\($0.units) \($0.name)" }.joined(separator: ", ")
            table.add(line.id, line.title, String(line.ordered), units)
        }
        return table.render()
    }

    private var stepTable: String {
        var table = TextTable("step", "status", "due (UTC)", "reason")
        for step in steps {
            table.add(step.name, step.status, step.dueAt?.short ?? "", step.reason?.line ?? "")
        }
        return table.render()
    }

    private var shipmentTable: String {
        var table = TextTable("site", "carrier", "tracking number", .number("grams"), "where to look")
        for shipment in shipments {
            table.add(
                shipment.site, shipment.tracking.map { "\($0.carrier) \($0.service)" } ?? "",
                shipment.tracking?.trackingNumber ?? "", shipment.weight.map { String($0) } ?? "",
                shipment.tracking?.trackingURL ?? "")
        }
        return table.render()
    }

    func json(timeline: OrderTimeline) -> JSONValue {
        .object([
            ("id", .id(id)), ("channel", .string(channel)), ("shop", .string(shop)),
            ("externalId", .string(externalID)),
            ("number", .string(number)), ("status", .string(headline)), ("phase", .string(phase)),
            ("plan", .string(plan)), ("placedAt", .time(placedAt)), ("currency", .string(currency.rawValue)),
            ("total", .int(total)),
            (
                "money",
                .object([
                    ("authorised", .int(money.authorised)), ("captured", .int(money.captured)),
                    ("voided", .int(money.voided)), ("refunded", .int(money.refunded)),
                ])
            ),
            ("ending", ending.map { .of($0) } ?? .null),
            (
                "lines",
                .array(
                    lines.map { line in
                        .object([
                            ("id", .string(line.id)), ("ordered", .int(line.ordered)),
                            ("units", .object(line.buckets.map { ($0.name, .int($0.units)) })),
                        ])
                    })
            ),
            (
                "steps",
                .array(
                    steps.map { step in
                        .object([
                            ("step", .string(step.name)), ("unit", .id(step.unit)), ("status", .string(step.status)),
                            ("hold", .text(step.hold)),
                            ("dueAt", .time(step.dueAt)), ("reason", step.reason.map { .of($0) } ?? .null),
                        ])
                    })
            ),
            (
                "parcels",
                .array(
                    shipments.map { shipment in
                        .object([
                            ("site", .string(shipment.site)),
                            ("tracking", shipment.tracking.map { .of($0) } ?? .null),
                        ])
                    })
            ),
            ("timeline", timeline.json),
        ])
    }
}
