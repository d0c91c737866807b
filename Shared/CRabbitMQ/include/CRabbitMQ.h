#pragma once
#include <amqp.h>
#include <amqp_framing.h>
#include <amqp_ssl_socket.h>
#include <amqp_tcp_socket.h>

/// `amqp_login_with_properties` is variadic, which Swift cannot call: PLAIN only, which is what RabbitMQ speaks.
amqp_rpc_reply_t waybill_amqp_login_plain(amqp_connection_state_t connection, const char *vhost, int channel_max,
                                          int frame_max, int heartbeat_seconds, const amqp_table_t *properties,
                                          const char *user, const char *password);

/// Bounds how long a dead peer can hold a blocking send or receive: keepalive probes start after `idle_seconds` of
/// silence, and the kernel drops the connection when sent bytes stay unacknowledged for `give_up_milliseconds`.
/// Returns 0, or -1 with `errno` set.
int waybill_amqp_bound_silence(int fd, int idle_seconds, int give_up_milliseconds);

/// Asks for a send buffer of so many bytes, of which the kernel may give less. Returns 0, or -1 with `errno` set.
int waybill_amqp_set_send_buffer(int fd, int bytes);
