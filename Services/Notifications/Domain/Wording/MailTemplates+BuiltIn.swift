import Contracts

extension MailTemplates {
    /// The files under `Templates/`, which are built into the program.
    /// - Throws: when a template does not parse.
    static func builtIn(_ language: MailLanguage) throws -> MailTemplates {
        switch language {
        case .english: try MailTemplates(english, in: englishFrame)
        case .turkish: try MailTemplates(turkish, in: turkishFrame)
        }
    }

    private static let englishFrame = Frame(
        headText: PackageResources.head_en_text_mustache, footText: PackageResources.foot_en_text_mustache,
        headHTML: PackageResources.head_en_html_mustache, footHTML: PackageResources.foot_en_html_mustache,
        reason: PackageResources.reason_en_mustache)

    private static let english: [Milestone: Source] = [
        .received: Source(
            subject: PackageResources.received_en_subject_mustache,
            text: PackageResources.received_en_text_mustache,
            html: PackageResources.received_en_html_mustache),
        .awaitingPayment: Source(
            subject: PackageResources.awaiting_payment_en_subject_mustache,
            text: PackageResources.awaiting_payment_en_text_mustache,
            html: PackageResources.awaiting_payment_en_html_mustache),
        .confirmed: Source(
            subject: PackageResources.confirmed_en_subject_mustache,
            text: PackageResources.confirmed_en_text_mustache,
            html: PackageResources.confirmed_en_html_mustache),
        .onHold: Source(
            subject: PackageResources.on_hold_en_subject_mustache,
            text: PackageResources.on_hold_en_text_mustache,
            html: PackageResources.on_hold_en_html_mustache),
        .paymentDeclined: Source(
            subject: PackageResources.payment_declined_en_subject_mustache,
            text: PackageResources.payment_declined_en_text_mustache,
            html: PackageResources.payment_declined_en_html_mustache),
        .shipped: Source(
            subject: PackageResources.shipped_en_subject_mustache,
            text: PackageResources.shipped_en_text_mustache,
            html: PackageResources.shipped_en_html_mustache),
        .delivered: Source(
            subject: PackageResources.delivered_en_subject_mustache,
            text: PackageResources.delivered_en_text_mustache,
            html: PackageResources.delivered_en_html_mustache),
        .cancelled: Source(
            subject: PackageResources.cancelled_en_subject_mustache,
            text: PackageResources.cancelled_en_text_mustache,
            html: PackageResources.cancelled_en_html_mustache),
        .refunded: Source(
            subject: PackageResources.refunded_en_subject_mustache,
            text: PackageResources.refunded_en_text_mustache,
            html: PackageResources.refunded_en_html_mustache),
        .expired: Source(
            subject: PackageResources.expired_en_subject_mustache,
            text: PackageResources.expired_en_text_mustache,
            html: PackageResources.expired_en_html_mustache),
    ]

    private static let turkishFrame = Frame(
        headText: PackageResources.head_tr_text_mustache, footText: PackageResources.foot_tr_text_mustache,
        headHTML: PackageResources.head_tr_html_mustache, footHTML: PackageResources.foot_tr_html_mustache,
        reason: PackageResources.reason_tr_mustache)

    private static let turkish: [Milestone: Source] = [
        .received: Source(
            subject: PackageResources.received_tr_subject_mustache,
            text: PackageResources.received_tr_text_mustache,
            html: PackageResources.received_tr_html_mustache),
        .awaitingPayment: Source(
            subject: PackageResources.awaiting_payment_tr_subject_mustache,
            text: PackageResources.awaiting_payment_tr_text_mustache,
            html: PackageResources.awaiting_payment_tr_html_mustache),
        .confirmed: Source(
            subject: PackageResources.confirmed_tr_subject_mustache,
            text: PackageResources.confirmed_tr_text_mustache,
            html: PackageResources.confirmed_tr_html_mustache),
        .onHold: Source(
            subject: PackageResources.on_hold_tr_subject_mustache,
            text: PackageResources.on_hold_tr_text_mustache,
            html: PackageResources.on_hold_tr_html_mustache),
        .paymentDeclined: Source(
            subject: PackageResources.payment_declined_tr_subject_mustache,
            text: PackageResources.payment_declined_tr_text_mustache,
            html: PackageResources.payment_declined_tr_html_mustache),
        .shipped: Source(
            subject: PackageResources.shipped_tr_subject_mustache,
            text: PackageResources.shipped_tr_text_mustache,
            html: PackageResources.shipped_tr_html_mustache),
        .delivered: Source(
            subject: PackageResources.delivered_tr_subject_mustache,
            text: PackageResources.delivered_tr_text_mustache,
            html: PackageResources.delivered_tr_html_mustache),
        .cancelled: Source(
            subject: PackageResources.cancelled_tr_subject_mustache,
            text: PackageResources.cancelled_tr_text_mustache,
            html: PackageResources.cancelled_tr_html_mustache),
        .refunded: Source(
            subject: PackageResources.refunded_tr_subject_mustache,
            text: PackageResources.refunded_tr_text_mustache,
            html: PackageResources.refunded_tr_html_mustache),
        .expired: Source(
            subject: PackageResources.expired_tr_subject_mustache,
            text: PackageResources.expired_tr_text_mustache,
            html: PackageResources.expired_tr_html_mustache),
    ]
}
