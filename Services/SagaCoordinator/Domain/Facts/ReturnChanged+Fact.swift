import Contracts
import FoundationEssentials

extension ReturnChanged: SagaFact {
    /// The whole truth of one return: what it said before is taken back first. The newest wins.
    package func take(epoch: Int, in transition: inout Transition) -> Verdict {
        if transition.saga.phase == .unborn { return .early }
        let spoken = transition.origin.spoken ?? transition.saga.version
        var saga = transition.saga
        let index = saga.detours.returns.firstIndex { $0.id == returnID }
        if let index {
            if saga.detours.returns[index].spoken >= spoken { return .stale }
            for units in saga.detours.returns[index].units {
                saga.move([(units.lineID, units.quantity)], from: [units.bucket], to: units.home)
            }
        }
        var moved: [ReturnRecord.Units] = []
        for line in lines {
            guard let bucket = UnitBucket(line.bucket), bucket != .delivered else { continue }
            guard let home = saga.home(of: line) else { return .early }
            saga.move([(line.lineID, line.quantity)], from: [home], to: bucket)
            moved.append(.init(lineID: line.lineID, bucket: bucket, home: home, quantity: line.quantity))
        }
        let record = ReturnRecord(id: returnID, spoken: spoken, units: moved)
        if let index { saga.detours.returns[index] = record } else { saga.detours.returns.append(record) }
        transition.saga = saga
        return .applied
    }
}

extension OrderSaga {
    /// Where the units of a return come from; nil while the coordinator has not heard that they got there.
    fileprivate func home(of units: ReturnUnits) -> UnitBucket? {
        guard let line = line(units.lineID) else { return nil }
        return [.delivered, .returnedToSender, .lost].first { line[$0] >= units.quantity }
    }
}

extension UnitBucket {
    fileprivate init?(_ bucket: ReturnBucket) {
        switch bucket {
        case .requested: self = .returnRequested
        case .inTransit: self = .returnInTransit
        case .received: self = .returnReceived
        case .restocked: self = .restocked
        case .quarantined: self = .quarantined
        case .writtenOff: self = .writtenOff
        case .sentBack: self = .sentBack
        case .delivered: self = .delivered
        default: return nil
        }
    }
}
