import Contracts
import Messaging

/// A site has opened or closed. A closed one hands its work back, unless somebody has the goods in hand already.
enum SiteChangedHandler: MessageHandler {
    typealias Store = WarehouseStore

    static func keys(of message: SiteChanged, _ envelope: Envelope, into keys: inout WarehouseStore.Keys) {
        keys.sites.insert(message.site)
        if !message.isOpen { keys.closingSites.insert(message.site) }
    }

    static func handle(
        _ message: SiteChanged, _ context: HandlerContext, _ rows: inout WarehouseStore.Rows, _ out: inout Outcome
    ) throws {
        let saidAt = context.envelope.time
        if let known = rows.sites[message.site], known.changedAt > saidAt { return }
        rows.sites[message.site] = SiteState(code: message.site, isOpen: message.isOpen, changedAt: saidAt)
        guard !message.isOpen else { return }
        let found = CloseSiteHandler.handBack(message.site, &rows, &out)
        CloseSiteHandler.lookAgain(message.site, found: found, &out)
    }
}
