import WireJSON

/// The endpoints that Hepsiburada calls on us, below the shop's address: `POST orders`, `PUT lineitems/<id>/cancel`,
/// `PUT orders/<number>/shippingaddress`, and what became of packages.
extension HepsiburadaMapping {
    /// Nothing is signed: the password is the one that the merchant gave with the address. A request has no id, so that its
    /// path stands for one: packages that are on their way have the same body.
    package func describe(_ request: WebhookRequest) -> WebhookDescription? {
        guard let topic = Self.topic(of: request.path), ["POST", "PUT"].contains(request.method) else { return nil }
        return WebhookDescription(
            topic: "\(request.method) \(topic)",
            proof: .password(WebhookProof.password(inBasic: request.header("Authorization"))),
            eventID: String(request.path.prefix(255)))
    }

    /// `lineitems/5/cancel` is `lineitems/cancel`.
    private static func topic(of path: String) -> String? {
        let words = path.split(separator: "/").map { $0.lowercased() }
        switch words.count {
        case 1: return words[0]
        case 3: return "\(words[0])/\(words[2])"
        default: return nil
        }
    }

    package func subject(ofTopic topic: String) -> WebhookSubject {
        switch topic {
        case "POST orders": .order
        case "PUT lineitems/cancel": .refund
        case "PUT orders/shippingaddress": .address
        default: .unhandled
        }
    }

    /// Its list of cancels has what its own calls say.
    package func subject(ofDocument root: JSONNode) -> WebhookSubject {
        PayloadReader().id("cancelDate", of: root) == nil ? .order : .refund
    }

    package func successStatus(of method: String) -> Int { method == "PUT" ? 204 : 201 }
}
