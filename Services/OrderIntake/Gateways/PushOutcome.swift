/// What a push came to.
package enum PushOutcome: Hashable, Sendable {
    /// Carried out; the channel's own reference of it, where it gives one.
    case done(reference: String?)
    /// An earlier attempt had carried it out.
    case found(reference: String?)
    /// The channel works on it, and is to be asked how it went by this reference.
    case underway(reference: String)
    /// The channel needs no word of it; why.
    case notNeeded(String)
}
