/// What became of one piece of work.
///
/// Not a part of the batch's type, which differs from service to service: code for any such type asks the runtime for the
/// type's data again and again.
enum WorkFate: Sendable {
    case applied
    case repeated
    /// A retry, timer or effect that somebody else has dealt with, or that is no longer wanted.
    case obsolete
    case retrying(any Error)
    case parked(any Error)

    var label: String {
        switch self {
        case .applied: "applied"
        case .repeated: "repeated"
        case .obsolete: "obsolete"
        case .retrying: "retrying"
        case .parked: "parked"
        }
    }

    var receipt: LocalReceipt {
        switch self {
        case .applied: .applied
        case .repeated, .obsolete: .repeated
        case .retrying(let error), .parked(let error): .kept(reason: String(describing: error))
        }
    }
}
