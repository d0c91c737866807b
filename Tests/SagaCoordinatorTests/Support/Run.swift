import Contracts
import FoundationEssentials
import SagaCoordinator
import Testing
import WireJSON

/// One order on its way: the coordinator's pure transition, and participants that answer in the order of the commands.
/// After every event it checks whatever must hold at every moment.
struct Run {
    private(set) var saga = OrderSaga(id: Orders.id)
    private(set) var log: [LogEntry] = []
    private(set) var facts: [SagaEvent] = []
    private(set) var trace: [String] = []
    private(set) var commands: [any Command] = []
    private(set) var milestones: [Milestone] = []
    private(set) var statuses: [HeadlineStatus] = []
    /// What was said when units were cancelled and the rest went on.
    private(set) var reductions: [OrderStatusChanged] = []
    private(set) var answers: [CancelAnswered] = []
    private(set) var changes: [ChangeAnswered] = []
    private(set) var verbs: [OperatorAnswered] = []
    private(set) var resent: [StepKey] = []
    var now = Timestamp(seconds: 1_770_000_100)
    /// What participants have answered and the coordinator has not read.
    var inbox: [(fact: any SagaFact, epoch: Int)] = []
    let participants: Participants

    init(_ participants: Participants = Participants()) {
        self.participants = participants
    }

    /// Takes the order in and goes on until nobody has anything to say.
    static func whole(
        _ order: Order, _ participants: Participants = Participants(), sourceLocation: SourceLocation = #_sourceLocation
    ) -> Run {
        var run = Run(participants)
        run.take(OrderAccepted(order: order), sourceLocation: sourceLocation)
        run.drain(sourceLocation: sourceLocation)
        return run
    }

    mutating func drain(sourceLocation: SourceLocation = #_sourceLocation) {
        var taken = 0
        while !inbox.isEmpty {
            taken += 1
            if taken > 1000 {
                Issue.record("they never stop: \(trace.suffix(4))", sourceLocation: sourceLocation)
                return
            }
            let next = inbox.removeFirst()
            take(next.fact, epoch: next.epoch, sourceLocation: sourceLocation)
        }
    }

    @discardableResult
    mutating func take(
        _ fact: any SagaFact, epoch: Int = 0, from origin: Origin? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) -> Verdict {
        let before = saga
        let origin = origin ?? Origin(message: .v5("message \(saga.version + 1)"))
        let event = SagaEvent(fact, epoch: epoch, at: now, from: origin)
        let transition = saga.after(event)
        saga = transition.saga
        facts.append(event)
        for action in transition.actions { note(action) }
        log.append(
            LogEntry(
                orderID: saga.id, sequence: saga.version, messageID: origin.message, type: type(of: fact).type,
                epoch: epoch, data: fact.jsonBytes, at: now, causationID: nil, channel: origin.channel,
                spoken: origin.spoken, actor: fact.person,
                verdict: transition.verdict, sent: []))
        trace.append(Trace.line(fact, transition))
        Invariants.check(saga, after: before, transition, sourceLocation: sourceLocation)
        now = now + .seconds(1)
        return transition.verdict
    }

    /// Lets the order's timer go off when it is set to.
    mutating func waitForTimer() {
        guard let timer = saga.timer else { return }
        now = max(now, timer)
        take(DeadlineReached())
    }

    private mutating func note(_ action: SagaAction) {
        switch action {
        case .send(let command, _, let epoch):
            commands.append(command)
            guard let order = saga.order else { return }
            inbox += participants.answers(to: command, for: order, after: commands).map { ($0, epoch) }
        case .resend(let key): resent.append(key)
        case .tell(let milestone): milestones.append(milestone.milestone)
        case .announce(let status, let cancelsUnits):
            statuses.append(status.status)
            if cancelsUnits { reductions.append(status) }
        case .answer(let answer, _):
            switch answer {
            case let answer as CancelAnswered: answers.append(answer)
            case let answer as ChangeAnswered: changes.append(answer)
            case let answer as OperatorAnswered: verbs.append(answer)
            default: Issue.record("nobody expects \(answer)")
            }
        case .wake, .sleep: break
        }
    }

    /// Lets participants answer until one of them says this; what it says is taken in, what was said after it is not.
    @discardableResult
    mutating func drain(until isLast: (any SagaFact) -> Bool) -> Bool {
        while !inbox.isEmpty {
            let next = inbox.removeFirst()
            take(next.fact, epoch: next.epoch)
            if isLast(next.fact) { return true }
        }
        return false
    }

    func sent<Request: Command>(_: Request.Type) -> [Request] { commands.compactMap { $0 as? Request } }

    /// Units of all lines in a bucket.
    func units(_ bucket: UnitBucket) -> Int { saga.lines.reduce(0) { $0 + $1[bucket] } }
}
