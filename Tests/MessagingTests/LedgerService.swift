import Contracts
import FoundationEssentials
import Messaging
import Postgres
import WireJSON

/// A small service to test the engine with: accounts that amounts are added to. It reads the queue of `returns`.
enum LedgerService {
    static let name = ServiceName.returns
    static let migration = Migration(
        name: "V0001_ledger",
        sql: """
            CREATE TABLE account (id text PRIMARY KEY, balance bigint NOT NULL CHECK (balance < 1000000), entries int NOT NULL);
            """)

    static let handlers = HandlerMap<LedgerStore>()
        .on(AddHandler.self)
        .on(PassHandler.self)
        .on(LaterHandler.self)
        .on(CallHandler.self)
        .on(CallDoneHandler<CallDone>.self)
        .on(CallDoneHandler<HangingCallDone>.self)
}

/// Adds to an account; `fail` makes the handler throw, so that it is tried again.
struct Add: Command {
    static let type: MessageType = "waybill.returns.test.add.v1"
    var account: String
    var amount: Int64
    var fail = false

    init(account: String, amount: Int64, fail: Bool = false) {
        self.account = account
        self.amount = amount
        self.fail = fail
    }

    init(from json: JSONNode) throws(JSONError) {
        account = try json.decode("account")
        amount = try json.decode("amount")
        fail = try json.decode("fail", default: false)
    }

    func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("account", account)
            json.write("amount", amount)
            json.write("fail", fail)
        }
    }
}

/// The reply to ``Add``. Public, so that no queue of a service is asked to route it.
struct Added: Answer {
    static let type: MessageType = "waybill.returns.test.added.v1"
    var balance: Int64

    init(balance: Int64) { self.balance = balance }
    init(from json: JSONNode) throws(JSONError) { balance = try json.decode("balance") }
    func encode(to json: inout JSONWriter) { json.object { $0.write("balance", balance) } }
}

/// Asks this service to add, by a message of its own.
struct Pass: Command {
    static let type: MessageType = "waybill.returns.test.pass.v1"
    var account: String

    init(account: String) { self.account = account }
    init(from json: JSONNode) throws(JSONError) { account = try json.decode("account") }
    func encode(to json: inout JSONWriter) { json.object { $0.write("account", account) } }
}

/// Adds after a while, by a timer.
struct Later: Command {
    static let type: MessageType = "waybill.returns.test.later.v1"
    var account: String
    var isCancelled = false
    /// So long that it falls due only when the test says so.
    var isFarOff = false

    init(account: String, isCancelled: Bool = false, isFarOff: Bool = false) {
        self.account = account
        self.isCancelled = isCancelled
        self.isFarOff = isFarOff
    }

    init(from json: JSONNode) throws(JSONError) {
        account = try json.decode("account")
        isCancelled = try json.decode("isCancelled", default: false)
        isFarOff = try json.decode("isFarOff", default: false)
    }

    func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("account", account)
            json.write("isCancelled", isCancelled)
            json.write("isFarOff", isFarOff)
        }
    }
}

/// Adds what a gateway answers.
struct Call: Command {
    static let type: MessageType = "waybill.returns.test.call.v1"
    var account: String
    /// Which gateway.
    var kind: String

    init(account: String, kind: String = CallDone.effectKind) {
        self.account = account
        self.kind = kind
    }

    init(from json: JSONNode) throws(JSONError) {
        account = try json.decode("account")
        kind = try json.decode("kind")
    }

    func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("account", account)
            json.write("kind", kind)
        }
    }
}

struct CallDone: EffectResult {
    static let type: MessageType = "waybill.returns.effect.call.v1"
    static let effectKind = "call"
    let report: EffectReport

    init(_ report: EffectReport) { self.report = report }
}

struct HangingCallDone: EffectResult {
    static let type: MessageType = "waybill.returns.effect.hanging.v1"
    static let effectKind = "hanging"
    let report: EffectReport

    init(_ report: EffectReport) { self.report = report }
}

struct LedgerStore: ServiceStore {
    typealias Keys = Set<String>
    struct Account: Hashable, Sendable {
        var id: String
        var balance: Int64
        var entries: Int
    }
    typealias Rows = Table<String, Account>

    var onForget: @Sendable () -> Void = {}
    var onRest: @Sendable () -> Void = {}

    static func noKeys() -> Keys { [] }

    func forget() { onForget() }

    func rest() { onRest() }

    func load(_ keys: Keys, in transaction: inout Transaction) throws -> Rows {
        var rows = Rows()
        for row in try transaction.run(Self.select, keys.sorted()) {
            let account = Account(id: try row.string(0), balance: try row.int64(1), entries: try row.int(2))
            rows.load(account, as: account.id)
        }
        return rows
    }

    func save(_ rows: Rows, in transaction: inout Transaction) throws {
        for (accounts, statement) in [(rows.inserted, Self.insert), (rows.updated, Self.update)] {
            let changed = accounts.sorted { $0.id < $1.id }
            guard !changed.isEmpty else { continue }
            try transaction.send(
                statement, changed.map(\.id), changed.map(\.balance), changed.map { Int32($0.entries) })
        }
    }

    private static let select = Statement(
        "account_select",
        "SELECT id, balance, entries FROM account WHERE id = ANY($1::text[]) ORDER BY id FOR NO KEY UPDATE")
    /// Another process may have opened the account since it was looked for.
    private static let insert = Statement(
        "account_insert",
        """
        INSERT INTO account SELECT * FROM unnest($1::text[], $2::int8[], $3::int4[])
        ON CONFLICT (id) DO UPDATE SET balance = account.balance + excluded.balance,
            entries = account.entries + excluded.entries
        """)
    private static let update = Statement(
        "account_update",
        """
        UPDATE account a SET balance = m.balance, entries = m.entries
        FROM unnest($1::text[], $2::int8[], $3::int4[]) AS m (id, balance, entries) WHERE a.id = m.id
        """)
}

extension LedgerStore.Rows {
    mutating func add(_ amount: Int64, to id: String) -> Int64 {
        var account = self[id] ?? LedgerStore.Account(id: id, balance: 0, entries: 0)
        account.balance += amount
        account.entries += 1
        self[id] = account
        return account.balance
    }
}

enum AddHandler: MessageHandler {
    typealias Store = LedgerStore

    static func keys(of message: Add, _ envelope: Envelope, into keys: inout Set<String>) {
        keys.insert(message.account)
    }

    static func handle(
        _ message: Add, _ context: HandlerContext, _ rows: inout LedgerStore.Rows, _ out: inout Outcome
    ) throws {
        let balance = rows.add(message.amount, to: message.account)
        if message.fail { throw HandlerError.retry("told_to_fail", "the test wants it so") }
        out.reply(Added(balance: balance), to: context.command)
    }
}

enum PassHandler: MessageHandler {
    typealias Store = LedgerStore

    static func keys(of message: Pass, _ envelope: Envelope, into keys: inout Set<String>) {}

    static func handle(
        _ message: Pass, _ context: HandlerContext, _ rows: inout LedgerStore.Rows, _ out: inout Outcome
    ) throws {
        out.send(
            Add(account: message.account, amount: 1), orderID: context.envelope.id, aggregate: context.envelope.id,
            step: "pass", epoch: 0)
    }
}

enum LaterHandler: MessageHandler {
    typealias Store = LedgerStore

    static func keys(of message: Later, _ envelope: Envelope, into keys: inout Set<String>) {}

    static func handle(
        _ message: Later, _ context: HandlerContext, _ rows: inout LedgerStore.Rows, _ out: inout Outcome
    ) throws {
        if message.isCancelled {
            out.cancelTimer(key: "later/\(message.account)")
        } else {
            out.schedule(
                Add(account: message.account, amount: 7), key: "later/\(message.account)",
                after: message.isFarOff ? .seconds(86_400) : .milliseconds(300))
        }
    }
}

enum CallHandler: MessageHandler {
    typealias Store = LedgerStore

    static func keys(of message: Call, _ envelope: Envelope, into keys: inout Set<String>) {}

    static func handle(
        _ message: Call, _ context: HandlerContext, _ rows: inout LedgerStore.Rows, _ out: inout Outcome
    ) throws {
        out.perform(
            EffectRequest(
                kind: message.kind, key: "call/\(message.account)", request: message, command: context.command))
    }
}

enum CallDoneHandler<Payload: EffectResult>: MessageHandler {
    typealias Store = LedgerStore

    static func keys(of message: Payload, _ envelope: Envelope, into keys: inout Set<String>) {
        if let call = try? Call.parse(message.report.request) { keys.insert(call.account) }
    }

    static func handle(
        _ message: Payload, _ context: HandlerContext, _ rows: inout LedgerStore.Rows, _ out: inout Outcome
    ) throws {
        let call = try Call.parse(message.report.request)
        let balance = rows.add(message.report.refusal == nil ? 100 : -1, to: call.account)
        out.reply(Added(balance: balance), to: message.report.command)
    }
}
