import Contracts

/// What the page says.
struct PageText: Sendable {
    let title: String
    let intro: String
    let howMany: String
    let until: String
    let why: String
    let settlement: String
    let refund: String
    let storeCredit: String
    let submit: String
    let nothing: String
    let yourReturns: String
    let label: String
    let amount: String
    let problemTitle: String
    let reasons: [(code: String, text: String)]
    let states: [ReturnState: String]
    let problems: [String: String]
    let problem: String

    static func of(_ language: PageLanguage) -> PageText { language == .turkish ? turkish : english }

    static let english = PageText(
        title: "Return an order", intro: "Choose what you want to send back.", howMany: "How many", until: "until",
        why: "Why", settlement: "What would you like for it?", refund: "My money back", storeCredit: "Store credit",
        submit: "Request the return", nothing: "There is nothing in this order that can be returned now.",
        yourReturns: "Your returns", label: "Return label and tracking", amount: "Amount",
        problemTitle: "This could not be requested",
        reasons: [
            ("changed_mind", "I changed my mind"), ("too_small", "Too small"), ("too_big", "Too big"),
            ("damaged", "It arrived damaged"), ("wrong_item", "It is the wrong article"),
            ("not_as_described", "It is not as described"), ("arrived_late", "It arrived too late"),
            ("other", "Another reason"),
        ],
        states: [
            .requested: "Requested", .approved: "Approved", .declined: "Declined", .labelIssued: "Ready to be sent",
            .inTransit: "On its way back", .receivedPart: "Partly received", .received: "Received",
            .inspecting: "Being checked", .inspected: "Checked", .settled: "Settled", .closed: "Finished",
            .cancelled: "Cancelled", .expired: "Expired",
        ],
        problems: [
            "no_lines": "Please choose at least one article.",
            "already_returned": "Some of it has been returned already. The page now shows what is left.",
            "window_closed": "The time for returning some of it is over.",
            "condition_refused": "It is not taken back in this condition.",
            "not_delivered": "Some of it has not been delivered yet.",
        ], problem: "Please check your choice, or write to the shop.")

    static let turkish = PageText(
        title: "Siparişi iade et", intro: "Geri göndermek istediklerinizi seçin.", howMany: "Kaç adet",
        until: "son gün", why: "Neden", settlement: "Karşılığında ne istersiniz?", refund: "Para iadesi",
        storeCredit: "Mağaza kredisi", submit: "İade talebi oluştur",
        nothing: "Bu siparişte şu anda iade edilebilecek bir ürün yok.", yourReturns: "İadeleriniz",
        label: "İade etiketi ve takip", amount: "Tutar", problemTitle: "Talep oluşturulamadı",
        reasons: [
            ("changed_mind", "Vazgeçtim"), ("too_small", "Küçük geldi"), ("too_big", "Büyük geldi"),
            ("damaged", "Hasarlı geldi"), ("wrong_item", "Yanlış ürün geldi"),
            ("not_as_described", "Açıklandığı gibi değil"), ("arrived_late", "Geç geldi"), ("other", "Başka bir neden"),
        ],
        states: [
            .requested: "Talep alındı", .approved: "Onaylandı", .declined: "Reddedildi",
            .labelIssued: "Gönderime hazır", .inTransit: "Geri geliyor", .receivedPart: "Bir kısmı ulaştı",
            .received: "Ulaştı", .inspecting: "Kontrol ediliyor", .inspected: "Kontrol edildi", .settled: "Ödendi",
            .closed: "Tamamlandı", .cancelled: "İptal edildi", .expired: "Süresi doldu",
        ],
        problems: [
            "no_lines": "Lütfen en az bir ürün seçin.",
            "already_returned": "Bir kısmı daha önce iade edilmiş. Sayfa şimdi kalanı gösteriyor.",
            "window_closed": "Bazı ürünlerin iade süresi doldu.",
            "condition_refused": "Ürün bu durumda geri alınmıyor.",
            "not_delivered": "Bazı ürünler henüz teslim edilmedi.",
        ], problem: "Lütfen seçiminizi kontrol edin ya da mağazaya yazın.")
}
