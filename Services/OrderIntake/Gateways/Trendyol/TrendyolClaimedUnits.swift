import Contracts
import FoundationEssentials
import WireJSON

/// One unit that a customer claims.
struct TrendyolClaimedUnit: Hashable {
    let claim: String
    let id: String
    let lineID: String
    let status: String
    /// Who accepted it, where Trendyol says so: `SUPPLIER`, `SYSTEM` after two days, `DISPUTE` where it decided for the customer.
    let acceptDetail: String?

    var isWaiting: Bool { status == "WaitingInAction" }
    /// Not sent back yet, or on its way.
    var isTravelling: Bool { status == "Created" }
    var isDisputed: Bool { ["Unresolved", "InAnalysis", "Rejected"].contains(status) }
    /// What was approved may be looked at for fraud first.
    var isAccepted: Bool { ["Accepted", "WaitingFraudCheck"].contains(status) }
    /// Accepted against us: it stands for no unit that was accepted here.
    var isOverruled: Bool { isAccepted && acceptDetail == "DISPUTE" }
}

/// Units that customers claim of an order, or of one claim on it.
struct TrendyolClaimedUnits {
    let order: String
    var units: [TrendyolClaimedUnit]
    /// Whether they are all of the claim that a return was asked for by.
    private(set) var isOwn = false

    init(_ root: JSONNode, order: String) {
        self.order = order
        let reader = PayloadReader()
        units = []
        for claim in root["content"]?.elements.map(\.self) ?? [] where claim["orderNumber"]?.text == order {
            guard let claimID = reader.id(reader.spelling("claimId", "id", of: claim), of: claim) else { continue }
            for item in claim["items"]?.elements.map(\.self) ?? [] {
                let lineID = item["orderLine"].flatMap { reader.id(reader.spelling("lineId", "id", of: $0), of: $0) }
                for unit in item["claimItems"]?.elements.map(\.self) ?? [] {
                    guard let id = reader.id("id", of: unit) else { continue }
                    units.append(
                        TrendyolClaimedUnit(
                            claim: claimID, id: id, lineID: lineID ?? "",
                            status: unit["claimItemStatus"]?["name"]?.string ?? "",
                            acceptDetail: unit["acceptDetail"]?.string))
                }
            }
        }
    }

    /// Those of the claim that a return was asked for by. A return that was asked for by hand, or taken in by the release before, names
    /// none: then those of the one claim that it can be about, and of two a person says which.
    /// - Parameters:
    ///   - isDone: what an earlier attempt has made of a unit.
    ///   - word: what the person is to do.
    func of(
        _ returnID: UUID?, in orderID: UUID?, isRepeat: Bool, word: String, isDone: (TrendyolClaimedUnit) -> Bool
    ) throws(ChannelFailure) -> TrendyolClaimedUnits {
        var found = self
        if let returnID, let orderID {
            found.units = units.filter { RequestReturn.returnID(ofClaim: $0.claim, orderID: orderID) == returnID }
            found.isOwn = !found.units.isEmpty
            if found.isOwn { return found }
        }
        let open = Set(units.filter { $0.isWaiting || $0.isTravelling }.map(\.claim))
        let done = Set(units.filter(isDone).map(\.claim))
        // What an earlier attempt did, it did to the claim that was open then.
        var candidates = isRepeat ? open.union(done) : open.isEmpty ? done : open
        // An id that is made of a name is of another claim, or of a parcel that nobody took: it is about none of these.
        let isNamed = returnID.map { $0.v7Time == nil } ?? false
        if isNamed, open.isEmpty { candidates = [] }
        guard candidates.count <= 1, !isNamed || candidates.isEmpty else {
            let claims = "of order \(order) (\(candidates.sorted().joined(separator: ", ")))"
            let name = returnID.map { "return \($0.text)" } ?? "the return"
            throw .refused(
                isNamed
                    ? "none of the claims \(claims) is that of \(name): \(word) at Trendyol what is meant"
                    : "\(name) may be of several claims \(claims): \(word) the right one at Trendyol")
        }
        found.units = units.filter { candidates.contains($0.claim) }
        return found
    }

    /// Those that are to be approved so that as many are as were accepted here. The first ones are left to be disputed.
    func toApprove(
        _ accepted: [ChannelPush.Line], _ subject: String, isRepeat: Bool
    ) throws(ChannelFailure) -> [TrendyolClaimedUnit] {
        var approved: [TrendyolClaimedUnit] = []
        var odd: String?
        for (line, wanted) in accepted.perLine.sorted(by: { $0.key < $1.key }) {
            let own = units.filter { $0.lineID == line }
            let known = own.filter { $0.isAccepted && !$0.isOverruled }
            let waiting = own.filter(\.isWaiting)
            approved += waiting.suffix(max(0, wanted - known.count))
            if !waiting.isEmpty, known.contains(where: { $0.acceptDetail == nil }) { odd = odd ?? line }
        }
        // Before our first word, and it is not known by whom: they may be others than those that the money is for.
        if approved.isEmpty, !isRepeat, let line = odd {
            throw .refused(
                "units of line \(line) of \(subject) are accepted already, and others wait: approve those that are owed"
            )
        }
        return approved
    }

    /// The same where it is not known how many were accepted here: all that wait, but for those that were refused.
    func toApprove(
        leaving refused: [ChannelPush.Line], _ subject: String, isRepeat: Bool
    ) throws(ChannelFailure) -> [TrendyolClaimedUnit] {
        var refused = refused.perLine
        for unit in units where unit.isDisputed || unit.isOverruled { refused[unit.lineID, default: 0] -= 1 }
        let approved = units.filter { unit in
            guard unit.isWaiting else { return false }
            guard let left = refused[unit.lineID], left > 0 else { return true }
            refused[unit.lineID] = left - 1
            return false
        }
        let isAccepted = units.contains { $0.isAccepted && !$0.isOverruled }
        if approved.isEmpty, !isAccepted {
            throw .refused("no unit of \(subject) waits for us: the money is owed")
        }
        // The attempt before has approved what was there, or other goods have come since.
        if isRepeat, isAccepted, !approved.isEmpty {
            throw .refused("some units of \(subject) are accepted, and others wait: approve those that are owed")
        }
        return approved
    }

    /// - Parameter approved: just now.
    /// - Throws: when fewer units are accepted than were here.
    func checkAll(
        _ accepted: [ChannelPush.Line], are approved: [TrendyolClaimedUnit], _ subject: String
    ) throws(ChannelFailure) {
        let approved = Set(approved)
        for (line, wanted) in accepted.perLine.sorted(by: { $0.key < $1.key }) {
            let own = units.filter { $0.lineID == line }
            let known = own.filter { $0.isAccepted && !$0.isOverruled || approved.contains($0) }.count
            guard known < wanted else { continue }
            guard !own.contains(where: \.isTravelling) else {
                throw .notYet("Trendyol does not know yet that the goods of \(subject) are here")
            }
            throw .refused(
                "\(wanted) units of line \(line) were accepted, and Trendyol has \(known) in \(subject): the money is owed"
            )
        }
    }
}
