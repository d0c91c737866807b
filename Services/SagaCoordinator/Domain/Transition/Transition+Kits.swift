import Contracts
import FoundationEssentials

extension Transition {
    /// What has left of a kit cannot be had back, and is not worth what the kit is: a person sees to it with the customer.
    /// - Parameter incomplete: units that lack a component, per order line.
    mutating func holdIncompleteKits(_ incomplete: [String: Int]) {
        guard let definition = saga.plan.definition(.reroute) else { return }
        for (lineID, units) in incomplete.sorted(by: { $0.key < $1.key }) {
            let left = units - (saga.line(lineID)?.total(UnitBucket.beforeHandOver) ?? 0)
            let shortage = saga.detours.shortages.last { shortage in
                shortage.lineIDs.contains(lineID) && saga.step(.reroute, shortage.id)?.hold == nil
            }
            guard left > 0, let shortage else { continue }
            let articles = Set(shortage.lines.filter { $0.lineID == lineID }.map(\.sku)).sorted()
            let message = "\(left) of line \(lineID) left without \(articles.joined(separator: ", ")): no site has it"
            let key = StepKey(.reroute, shortage.id)
            // It may be answered already, for a cancel that waited for it.
            if saga.step(key.name, key.unit)?.isOpen == false { restart(key) }
            hold(definition, key, .kitIncomplete, Reason(code: "kit_incomplete", message: message))
        }
    }
}
