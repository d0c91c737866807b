public import WireJSON

/// A site is open or closed: told whenever an upsert of the catalogue changes it.
public struct SiteChanged: Event {
    public static let type: MessageType = "waybill.inventory.site.changed.v1"

    /// The site's code.
    public var site: String
    /// A closed site is allocated nothing, and hands its open work back.
    public var isOpen: Bool

    public init(site: String, isOpen: Bool) {
        self.site = site
        self.isOpen = isOpen
    }

    public init(from json: JSONNode) throws(JSONError) {
        site = try json.decode("site")
        isOpen = try json.decode("isOpen")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("site", site)
            json.write("isOpen", isOpen)
        }
    }
}
