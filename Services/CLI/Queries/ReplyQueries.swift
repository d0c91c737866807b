import Postgres

/// Replies that a service keeps, in any service's schema.
enum ReplyQueries {
    static let toCommand = Statement(
        "reply_to_command", "SELECT envelope FROM reply WHERE command_id = $1::uuid ORDER BY created_at, message_id")

    static let toCommands = Statement(
        "reply_to_commands", "SELECT command_id, envelope FROM reply WHERE command_id = ANY($1::uuid[])")
}
