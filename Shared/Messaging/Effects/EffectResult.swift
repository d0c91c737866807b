public import Contracts
public import WireJSON

/// What an effect came to, as a service hears it: the payload of the message that it sends itself.
///
/// A service's handler conforms its own payload types to this: one per effect kind, so that the map reads
/// `authorise done -> AuthoriseDone`.
public protocol EffectResult: Command {
    /// The ``EffectRequest/kind`` whose results these are.
    static var effectKind: String { get }
    init(_ report: EffectReport)
    var report: EffectReport { get }
}

extension EffectResult {
    public init(from json: JSONNode) throws(JSONError) { self.init(try EffectReport(from: json)) }
    public func encode(to json: inout JSONWriter) { report.encode(to: &json) }
}

/// The key, the request, and either an answer or a final refusal.
public struct EffectReport: Hashable, Sendable, JSONCodable {
    public var key: String
    /// The request's and the answer's JSON.
    public var request: [UInt8]
    public var answer: [UInt8]?
    public var refusal: Reason?
    /// The command that the effect was begun for, to be replied to.
    public var command: CommandReference

    public init(
        key: String, request: [UInt8], answer: [UInt8]? = nil, refusal: Reason? = nil, command: CommandReference
    ) {
        self.key = key
        self.request = request
        self.answer = answer
        self.refusal = refusal
        self.command = command
    }

    public init(from json: JSONNode) throws(JSONError) {
        key = try json.decode("key")
        request = json["request"].map { Array($0.rawBytes) } ?? Array("null".utf8)
        answer = json["answer"].map { Array($0.rawBytes) }
        refusal = try json.decodeIfPresent("refusal")
        command = try json.decode("command")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("key", key)
            json.writeRaw("request", request)
            if let answer { json.writeRaw("answer", answer) }
            json.write("refusal", refusal)
            json.write("command", command)
        }
    }
}
