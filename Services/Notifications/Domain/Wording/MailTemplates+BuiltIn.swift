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
        .cancelRefused: Source(
            subject: PackageResources.cancel_refused_en_subject_mustache,
            text: PackageResources.cancel_refused_en_text_mustache,
            html: PackageResources.cancel_refused_en_html_mustache),
        .partiallyCancelled: Source(
            subject: PackageResources.partially_cancelled_en_subject_mustache,
            text: PackageResources.partially_cancelled_en_text_mustache,
            html: PackageResources.partially_cancelled_en_html_mustache),
        .backordered: Source(
            subject: PackageResources.backordered_en_subject_mustache,
            text: PackageResources.backordered_en_text_mustache,
            html: PackageResources.backordered_en_html_mustache),
        .delayed: Source(
            subject: PackageResources.delayed_en_subject_mustache,
            text: PackageResources.delayed_en_text_mustache,
            html: PackageResources.delayed_en_html_mustache),
        .lost: Source(
            subject: PackageResources.lost_en_subject_mustache,
            text: PackageResources.lost_en_text_mustache,
            html: PackageResources.lost_en_html_mustache),
        .returnedToSender: Source(
            subject: PackageResources.returned_to_sender_en_subject_mustache,
            text: PackageResources.returned_to_sender_en_text_mustache,
            html: PackageResources.returned_to_sender_en_html_mustache),
        .addressNeeded: Source(
            subject: PackageResources.address_needed_en_subject_mustache,
            text: PackageResources.address_needed_en_text_mustache,
            html: PackageResources.address_needed_en_html_mustache),
        .orderChanged: Source(
            subject: PackageResources.order_changed_en_subject_mustache,
            text: PackageResources.order_changed_en_text_mustache,
            html: PackageResources.order_changed_en_html_mustache),
        .readyForPickup: Source(
            subject: PackageResources.ready_for_pickup_en_subject_mustache,
            text: PackageResources.ready_for_pickup_en_text_mustache,
            html: PackageResources.ready_for_pickup_en_html_mustache),
        .returnRequested: Source(
            subject: PackageResources.return_requested_en_subject_mustache,
            text: PackageResources.return_requested_en_text_mustache,
            html: PackageResources.return_requested_en_html_mustache),
        .returnApproved: Source(
            subject: PackageResources.return_approved_en_subject_mustache,
            text: PackageResources.return_approved_en_text_mustache,
            html: PackageResources.return_approved_en_html_mustache),
        .returnLabelled: Source(
            subject: PackageResources.return_label_en_subject_mustache,
            text: PackageResources.return_label_en_text_mustache,
            html: PackageResources.return_label_en_html_mustache),
        .returnDeclined: Source(
            subject: PackageResources.return_declined_en_subject_mustache,
            text: PackageResources.return_declined_en_text_mustache,
            html: PackageResources.return_declined_en_html_mustache),
        .returnReceived: Source(
            subject: PackageResources.return_received_en_subject_mustache,
            text: PackageResources.return_received_en_text_mustache,
            html: PackageResources.return_received_en_html_mustache),
        .returnRefunded: Source(
            subject: PackageResources.return_refunded_en_subject_mustache,
            text: PackageResources.return_refunded_en_text_mustache,
            html: PackageResources.return_refunded_en_html_mustache),
        .returnCredited: Source(
            subject: PackageResources.return_credited_en_subject_mustache,
            text: PackageResources.return_credited_en_text_mustache,
            html: PackageResources.return_credited_en_html_mustache),
        .returnExpired: Source(
            subject: PackageResources.return_expired_en_subject_mustache,
            text: PackageResources.return_expired_en_text_mustache,
            html: PackageResources.return_expired_en_html_mustache),
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
        .cancelRefused: Source(
            subject: PackageResources.cancel_refused_tr_subject_mustache,
            text: PackageResources.cancel_refused_tr_text_mustache,
            html: PackageResources.cancel_refused_tr_html_mustache),
        .partiallyCancelled: Source(
            subject: PackageResources.partially_cancelled_tr_subject_mustache,
            text: PackageResources.partially_cancelled_tr_text_mustache,
            html: PackageResources.partially_cancelled_tr_html_mustache),
        .backordered: Source(
            subject: PackageResources.backordered_tr_subject_mustache,
            text: PackageResources.backordered_tr_text_mustache,
            html: PackageResources.backordered_tr_html_mustache),
        .delayed: Source(
            subject: PackageResources.delayed_tr_subject_mustache,
            text: PackageResources.delayed_tr_text_mustache,
            html: PackageResources.delayed_tr_html_mustache),
        .lost: Source(
            subject: PackageResources.lost_tr_subject_mustache,
            text: PackageResources.lost_tr_text_mustache,
            html: PackageResources.lost_tr_html_mustache),
        .returnedToSender: Source(
            subject: PackageResources.returned_to_sender_tr_subject_mustache,
            text: PackageResources.returned_to_sender_tr_text_mustache,
            html: PackageResources.returned_to_sender_tr_html_mustache),
        .addressNeeded: Source(
            subject: PackageResources.address_needed_tr_subject_mustache,
            text: PackageResources.address_needed_tr_text_mustache,
            html: PackageResources.address_needed_tr_html_mustache),
        .orderChanged: Source(
            subject: PackageResources.order_changed_tr_subject_mustache,
            text: PackageResources.order_changed_tr_text_mustache,
            html: PackageResources.order_changed_tr_html_mustache),
        .readyForPickup: Source(
            subject: PackageResources.ready_for_pickup_tr_subject_mustache,
            text: PackageResources.ready_for_pickup_tr_text_mustache,
            html: PackageResources.ready_for_pickup_tr_html_mustache),
        .returnRequested: Source(
            subject: PackageResources.return_requested_tr_subject_mustache,
            text: PackageResources.return_requested_tr_text_mustache,
            html: PackageResources.return_requested_tr_html_mustache),
        .returnApproved: Source(
            subject: PackageResources.return_approved_tr_subject_mustache,
            text: PackageResources.return_approved_tr_text_mustache,
            html: PackageResources.return_approved_tr_html_mustache),
        .returnLabelled: Source(
            subject: PackageResources.return_label_tr_subject_mustache,
            text: PackageResources.return_label_tr_text_mustache,
            html: PackageResources.return_label_tr_html_mustache),
        .returnDeclined: Source(
            subject: PackageResources.return_declined_tr_subject_mustache,
            text: PackageResources.return_declined_tr_text_mustache,
            html: PackageResources.return_declined_tr_html_mustache),
        .returnReceived: Source(
            subject: PackageResources.return_received_tr_subject_mustache,
            text: PackageResources.return_received_tr_text_mustache,
            html: PackageResources.return_received_tr_html_mustache),
        .returnRefunded: Source(
            subject: PackageResources.return_refunded_tr_subject_mustache,
            text: PackageResources.return_refunded_tr_text_mustache,
            html: PackageResources.return_refunded_tr_html_mustache),
        .returnCredited: Source(
            subject: PackageResources.return_credited_tr_subject_mustache,
            text: PackageResources.return_credited_tr_text_mustache,
            html: PackageResources.return_credited_tr_html_mustache),
        .returnExpired: Source(
            subject: PackageResources.return_expired_tr_subject_mustache,
            text: PackageResources.return_expired_tr_text_mustache,
            html: PackageResources.return_expired_tr_html_mustache),
    ]
}
