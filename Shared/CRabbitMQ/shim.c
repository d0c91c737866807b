#include "CRabbitMQ.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

amqp_rpc_reply_t waybill_amqp_login_plain(amqp_connection_state_t connection, const char *vhost, int channel_max,
                                          int frame_max, int heartbeat_seconds, const amqp_table_t *properties,
                                          const char *user, const char *password) {
  return amqp_login_with_properties(connection, vhost, channel_max, frame_max, heartbeat_seconds, properties,
                                    AMQP_SASL_METHOD_PLAIN, user, password);
}

int waybill_amqp_bound_silence(int fd, int idle_seconds, int give_up_milliseconds) {
  int on = 1, interval = 5, probes = 3;
  if (setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on) != 0 ||
      setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &idle_seconds, sizeof idle_seconds) != 0 ||
      setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, &interval, sizeof interval) != 0 ||
      setsockopt(fd, IPPROTO_TCP, TCP_KEEPCNT, &probes, sizeof probes) != 0)
    return -1;
  return setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &give_up_milliseconds, sizeof give_up_milliseconds);
}

int waybill_amqp_set_send_buffer(int fd, int bytes) { return setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes); }
