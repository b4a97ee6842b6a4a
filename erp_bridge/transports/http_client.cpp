#include "erp_bridge/transports/http_client.h"

#include <httplib.h>

#include "erp_bridge/security/tls_pin.h"

namespace planttwin::bridge {
namespace {

// The library checks chain and host together. Without the host, OpenSSL itself checks the chain.
void secure(httplib::Client& client, const TlsOptions& tls) {
  if (!tls.ca_file.empty()) client.set_ca_cert_path(tls.ca_file);
  client.enable_server_certificate_verification(tls.verify_host);
  require_pin(client.ssl_context(), tls.pin);
  if (tls.verify_host) return;
  SSL_CTX* context = client.ssl_context();
  const bool loaded = tls.ca_file.empty()
                          ? SSL_CTX_set_default_verify_paths(context) == 1
                          : SSL_CTX_load_verify_locations(context, tls.ca_file.c_str(), nullptr);
  if (!loaded) throw TransportError("the file of trusted certificates can't be read");
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
}

}  // namespace

std::unique_ptr<httplib::Client> make_http_client(const Connection& connection,
                                                  const TransportUrl& url) {
  const TlsOptions tls = connection.tls.value_or(TlsOptions{});
  auto client = std::make_unique<httplib::Client>(url.scheme + "://" + url.place().text(),
                                                  tls.certificate_file, tls.key_file);
  if (!client->is_valid()) return client;
  client->set_tcp_nodelay(true);
  client->set_url_encode(false);
  client->set_connection_timeout(connection.connect_within);
  client->set_read_timeout(connection.answer_within);
  client->set_write_timeout(connection.answer_within);
  if (url.secure()) secure(*client, tls);
  return client;
}

}  // namespace planttwin::bridge
