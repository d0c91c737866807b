import Contracts

/// What a shop's own queues have said: of each order and each article the newest.
struct OwnShopHearing: Sendable {
    /// By submission: which order it became.
    private(set) var answers: [String: String] = [:]
    /// What was refused, and what was answered in two ways.
    private(set) var refusals: [String] = []
    private(set) var status: [String: HeadlineStatus] = [:]
    /// Of lines of which units were cancelled: what goes on.
    private(set) var remaining: [String: [String: Int]] = [:]
    private(set) var numbers: [String: Set<String>] = [:]
    private(set) var levels: [String: StockLevel] = [:]
    private var newest: [String: Int64] = [:]

    mutating func take(_ body: [UInt8]) throws {
        let message = try ReceivedMessage(parsing: body)
        switch message.type {
        case SubmissionAccepted.type: accept(try message.payload())
        case SubmissionRejected.type:
            let answer: SubmissionRejected = try message.payload()
            refusals.append("\(answer.externalID ?? "?"): \(answer.reasons.map(\.code))")
        case CancelAnswered.type:
            let answer: CancelAnswered = try message.payload()
            if !answer.accepted { refusals.append("\(answer.externalID ?? "?"): cancel \(answer.reason?.code ?? "")") }
        case ChangeAnswered.type:
            let answer: ChangeAnswered = try message.payload()
            if !answer.accepted { refusals.append("\(answer.externalID ?? "?"): change \(answer.reason?.code ?? "")") }
        case OrderStatusChanged.type: try take(try message.payload(), sequence: message.envelope.sequence ?? 0)
        case StockLevel.type:
            let level: StockLevel = try message.payload()
            if level.version > levels[level.sku]?.version ?? .min { levels[level.sku] = level }
        default: break
        }
    }

    private mutating func accept(_ answer: SubmissionAccepted) {
        let order = answer.orderID.text
        if let before = answers.updateValue(order, forKey: answer.submissionID), before != order {
            refusals.append("\(answer.externalID): answered as \(before) and as \(order)")
        }
    }

    private mutating func take(_ news: OrderStatusChanged, sequence: Int64) throws {
        // A number is told once, and not taken back here.
        if let tracking = news.tracking { numbers[news.externalID, default: []].insert(tracking.trackingNumber) }
        guard sequence >= newest[news.externalID] ?? .min else { return }
        newest[news.externalID] = sequence
        status[news.externalID] = news.status
        if !news.remaining.isEmpty {
            remaining[news.externalID] = Dictionary(
                news.remaining.map { ($0.lineID, $0.quantity) }, uniquingKeysWith: { first, _ in first })
        }
    }
}
