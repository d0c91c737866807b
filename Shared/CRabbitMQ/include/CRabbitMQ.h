#pragma once
#include <amqp.h>
#include <amqp_framing.h>
#include <amqp_ssl_socket.h>
#include <amqp_tcp_socket.h>

/// `amqp_login_with_properties` is variadic, which Swift cannot call: PLAIN only, which is what RabbitMQ speaks.
amqp_rpc_reply_t waybill_amqp_login_plain(amqp_connection_state_t connection, const char *vhost, int channel_max,
                                          int frame_max, int heartbeat_seconds, const amqp_table_t *properties,
                                          const char *user, const char *password);
