/// How a channel is asked for what is new.
package struct PollRules: Hashable, Sendable {
    /// How much of what was read before is read again: a channel's changes can show late, and its clock is not ours.
    package var overlap: Duration
    /// How far a window may reach; nil for no limit. One that is longer is cut off silently by some.
    package var longestWindow: Duration?
    /// How far back the first round looks.
    package var firstLookBack: Duration
    /// A window ends so long before now: what is newer does not show yet.
    package var lag: Duration
    /// Rounds of one shop are no nearer together.
    package var shortestInterval: Duration
    /// Whether the channel also sends webhooks: then it is left some time for them, and what they did not bring is
    /// reported.
    package var hasWebhooks: Bool
    /// Whether every order that changed in a window is listed in it, whatever became of it: then what is here and not listed is
    /// worth a look.
    package var listsAll: Bool

    package init(
        overlap: Duration = .seconds(300), longestWindow: Duration? = nil,
        firstLookBack: Duration = .seconds(86_400), lag: Duration = .zero, shortestInterval: Duration = .zero,
        hasWebhooks: Bool = false, listsAll: Bool = true
    ) {
        self.listsAll = listsAll
        self.overlap = overlap
        self.longestWindow = longestWindow
        self.firstLookBack = firstLookBack
        self.lag = lag
        self.shortestInterval = shortestInterval
        self.hasWebhooks = hasWebhooks
    }
}
