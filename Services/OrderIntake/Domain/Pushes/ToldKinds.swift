/// What each channel wants to hear, as its adapter says.
package enum ToldKinds {
    package static func include(_ kind: ChannelPush.Kind, of channel: String) -> Bool {
        ChannelDirectory.adapter(of: channel)?.told.contains(kind) ?? false
    }

    package static func hearsFromShopAlone(_ channel: String) -> Bool {
        ChannelDirectory.adapter(of: channel)?.hearsFromShopAlone ?? false
    }

    package static func includeCompletion(of channel: String) -> Bool {
        ChannelDirectory.adapter(of: channel)?.completesWhenTold ?? false
    }

    /// Whether it gives any money back that it is asked for, and not only that of goods it was claimed for.
    package static func paysBackAnything(_ channel: String) -> Bool {
        include(.refund, of: channel) && !include(.returnDecision, of: channel)
    }
}
