#include "CRabbitMQ.h"

amqp_rpc_reply_t waybill_amqp_login_plain(amqp_connection_state_t connection, const char *vhost, int channel_max,
                                          int frame_max, int heartbeat_seconds, const amqp_table_t *properties,
                                          const char *user, const char *password) {
  return amqp_login_with_properties(connection, vhost, channel_max, frame_max, heartbeat_seconds, properties,
                                    AMQP_SASL_METHOD_PLAIN, user, password);
}
